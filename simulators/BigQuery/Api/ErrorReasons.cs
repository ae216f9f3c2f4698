using System.Collections.Frozen;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The service's error reasons: HTTP code when a call answers with one, and a plain message for both calls and jobs.</summary>
internal static class ErrorReasons
{
    public const string BackendError = "backendError";
    public const string BytesBilledLimitExceeded = "bytesBilledLimitExceeded";
    public const string Duplicate = "duplicate";
    public const string Invalid = "invalid";
    public const string InvalidQuery = "invalidQuery";
    public const string NotFound = "notFound";
    public const string ParseError = "parseError";
    public const string RateLimitExceeded = "rateLimitExceeded";
    public const string Required = "required";
    public const string ResourceInUse = "resourceInUse";
    public const string Stopped = "stopped";

    private static readonly FrozenDictionary<string, (string Name, int Code, string Message)> Table = new (string Name, int Code, string Message)[]
    {
        ("accessDenied", 403, "Access Denied: Project simulated: User does not have bigquery.jobs.create permission in project simulated."),
        ("attributeError", 400, "An attribute of the user code is invalid."),
        ("authError", 401, "Request had invalid authentication credentials."),
        (BackendError, 503, "Error encountered during execution. Retrying may solve the problem."),
        ("badRequest", 400, "The request is not possible on this table now."),
        ("billingNotEnabled", 403, "Billing has not been enabled for this project."),
        ("billingTierLimitExceeded", 400, "Query exceeded the resource limits of its tier."),
        ("blocked", 403, "The operation has been blocked for this project."),
        (BytesBilledLimitExceeded, 400, "Query exceeded limit for bytes billed."),
        (Duplicate, 409, "Already Exists: Table simulated:dataset.table"),
        ("internalError", 500, "An internal error occurred and the request could not be completed."),
        (Invalid, 400, "Invalid value in the request."),
        (InvalidQuery, 400, "Syntax error: Unexpected identifier at [1:1]"),
        ("invalidUser", 400, "The credentials of the scheduled query are not valid."),
        ("jobBackendError", 400, "The job was created but failed in the service. Submit it again under a new id."),
        ("jobInternalError", 400, "The job was created but failed inside the service. Submit it again under a new id."),
        ("jobRateLimitExceeded", 400, "The job was created but exceeded rate limits. Submit it again under a new id."),
        (NotFound, 404, "Not found: Table simulated:dataset.table was not found in location US"),
        ("notImplemented", 501, "The operation is not implemented."),
        (ParseError, 400, "Parse Error"),
        ("quotaExceeded", 403, "Quota exceeded: Your project and region exceeded quota for max number of jobs that can be queued per project."),
        (RateLimitExceeded, 403, "Quota exceeded: Your user_method exceeded quota for concurrent api requests per user per method."),
        (Required, 400, "Required parameter is missing"),
        (ResourceInUse, 400, "The resource is in use."),
        ("resourcesExceeded", 400, "Resources exceeded during query execution: the query could not be executed in the allotted memory."),
        ("responseTooLarge", 403, "Response too large to return. Consider specifying a destination table in your job configuration."),
        (Stopped, 200, "Job execution was cancelled: User requested cancellation"),
        ("tableUnavailable", 400, "The table is not available now. Try again."),
        ("timeout", 400, "Operation timed out after 6.0 hours. Consider reducing the amount of work performed by your operation so that it can complete within this limit."),
    }.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The service's spelling of a reason that a label had to write in lower case; an unknown reason stays as it is.</summary>
    public static string Spell(string reason) => Table.TryGetValue(reason, out var row) ? row.Name : reason;

    public static int CodeOf(string reason) => Table.TryGetValue(reason, out var row) ? row.Code : 400;

    public static string MessageOf(string reason) => Table.TryGetValue(reason, out var row) ? row.Message : $"The job failed: {reason}.";
}
