using System.Collections.Frozen;

namespace BackendPlugins.BigQuery;

/// <summary>What a reason word means.</summary>
/// <param name="AtCall">As the error of a call.</param>
/// <param name="InJob">As the end of a job.</param>
/// <param name="Origin">Who has to act.</param>
internal sealed record ErrorReason(CallVerdict AtCall, ServicePhase InJob, ErrorOrigin Origin)
{
    public bool Retryable => InJob is ServicePhase.RetryableFailed;
}

/// <summary>
/// BigQuery's reason words (https://cloud.google.com/bigquery/docs/error-messages). Retryable are those where the service's
/// documentation advises another attempt; a failed job never runs again under its id, so that is a new attempt of the task.
/// </summary>
internal static class ErrorReasons
{
    private const ServicePhase Failed = ServicePhase.Failed;
    private const ServicePhase Retryable = ServicePhase.RetryableFailed;
    private const ErrorOrigin User = ErrorOrigin.User;
    private const ErrorOrigin System = ErrorOrigin.System;

    private static readonly ErrorReason Unknown = new(CallVerdict.Refused, Failed, System);

    public static FrozenDictionary<string, ErrorReason> Table { get; } = new Dictionary<string, ErrorReason>
    {
        ["accessDenied"] = new(CallVerdict.Refused, Failed, User),
        ["attributeError"] = new(CallVerdict.Refused, Failed, User),
        ["backendError"] = new(CallVerdict.NoEvidence, Retryable, System),
        ["badRequest"] = new(CallVerdict.Refused, Failed, User),
        ["billingNotEnabled"] = new(CallVerdict.Refused, Failed, User),
        ["billingTierLimitExceeded"] = new(CallVerdict.Refused, Failed, User),
        ["blocked"] = new(CallVerdict.Refused, Failed, User),
        ["duplicate"] = new(CallVerdict.Exists, Failed, User),
        ["internalError"] = new(CallVerdict.NoEvidence, Retryable, System),
        ["invalid"] = new(CallVerdict.Refused, Failed, User),
        ["invalidQuery"] = new(CallVerdict.Refused, Failed, User),
        ["invalidUser"] = new(CallVerdict.Refused, Failed, User),
        ["jobBackendError"] = new(CallVerdict.FailedInside, Retryable, System),
        ["jobInternalError"] = new(CallVerdict.FailedInside, Retryable, System),
        ["jobRateLimitExceeded"] = new(CallVerdict.FailedInside, Retryable, System),
        ["notFound"] = new(CallVerdict.Missing, Failed, User),
        ["notImplemented"] = new(CallVerdict.Refused, Failed, User),
        ["proxyAuthenticationRequired"] = new(CallVerdict.NoEvidence, Failed, User),
        ["quotaExceeded"] = new(CallVerdict.QuotaSpent, Retryable, User),
        ["rateLimitExceeded"] = new(CallVerdict.Throttled, Retryable, User),
        ["resourceInUse"] = new(CallVerdict.Refused, Retryable, System),
        ["resourcesExceeded"] = new(CallVerdict.Refused, Failed, User),
        ["responseTooLarge"] = new(CallVerdict.Refused, Failed, User),
        ["stopped"] = new(CallVerdict.Refused, ServicePhase.Cancelled, User),
        ["tableUnavailable"] = new(CallVerdict.Refused, Retryable, System),
        ["timeout"] = new(CallVerdict.Refused, Failed, User),
    }.ToFrozenDictionary();

    /// <summary>The meaning of a reason; a word that is not in the table is a failure for good.</summary>
    public static ErrorReason Of(string? reason) => reason is not null && Table.TryGetValue(reason, out var known) ? known : Unknown;

    /// <summary>What an error answer proves. The status comes first where a proxy or the front end may have answered.</summary>
    public static CallVerdict VerdictOf(ErrorReply error) => ((int)error.Status, error.Reason) switch
    {
        (429, _) => CallVerdict.Throttled,
        (401, var reason) => IsAboutTheToken(reason) ? CallVerdict.NoEvidence : CallVerdict.Refused,
        (407 or 408 or 425, _) => CallVerdict.NoEvidence,
        (501, "notImplemented") => CallVerdict.Refused,
        ( < 400 or >= 500, _) => CallVerdict.NoEvidence,
        (_, null) => CallVerdict.NoEvidence,
        (409, _) => NamesAnotherThing(error.Words) ? CallVerdict.Refused : CallVerdict.Exists,
        (_, { } reason) => Of(reason).AtCall,
    };

    /// <summary>Whether jobs.list is denied or not served at all, so that asking again is of no use.</summary>
    public static bool DeniesListing(ErrorReply error) =>
        VerdictOf(error) is CallVerdict.Refused or CallVerdict.Missing || (int)error.Status is 404 or 405 or 501;

    /// <summary>
    /// Whether a token is missing or stale, which is no matter of the job: another may come. The service says it with these
    /// reasons; whoever says 401 in other words does not let the caller in.
    /// </summary>
    private static bool IsAboutTheToken(string? reason) => reason is null or "authError" or "required" or "expired" or "UNAUTHENTICATED";

    // "Already Exists: Job p:EU.id" is our job; "Already Exists: Table ..." is not.
    private static bool NamesAnotherThing(string words) =>
        words.StartsWith("Already Exists:", StringComparison.OrdinalIgnoreCase)
        && !words.StartsWith("Already Exists: Job", StringComparison.OrdinalIgnoreCase);
}
