using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackendPlugins.Simulators.BigQuery.Catalog;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The body of jobs.insert. The id is told even when the rest is refused, so that the books count the call under it.</summary>
/// <param name="JobId">The caller's id; null when it leaves the choice to the service.</param>
/// <param name="Location">Where the job is to run, in the service's spelling.</param>
/// <param name="Document">The configuration as sent; null when <paramref name="Error"/> is set.</param>
/// <param name="Error">Why the body is refused; null when it is good.</param>
internal sealed partial record InsertRequest(string? JobId, string Location, JsonObject? Document, ApiError? Error)
{
    private const int MaxJobIdLength = 1024;
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] JobTypes = ["query", "load", "extract", "copy"];

    /// <summary>Whether the caller said where the job is to run.</summary>
    public bool HasLocation { get; private init; }

    public static InsertRequest Read(ReadOnlySpan<byte> body, string projectId, string defaultLocation)
    {
        var (job, error) = JsonBody.Read(body, "a job");
        return job is null ? Refused(error!, defaultLocation) : Read(job, projectId, defaultLocation);
    }

    public static InsertRequest Refused(ApiError error, string defaultLocation) => new(null, Locations.Normalize(defaultLocation), null, error);

    public static InsertRequest Read(JsonObject job, string projectId, string defaultLocation)
    {
        var request = new InsertRequest(null, Locations.Normalize(defaultLocation), null, null);
        try
        {
            request = request.WithReference(job, projectId);
            return request.Error is not null ? request : request.WithDocument(job);
        }
        catch (RequestShapeException failure)
        {
            return request with { Error = failure.ToError() };
        }
        catch (InvalidOperationException failure)
        {
            // Text that is no Unicode is found only when it is read.
            return request with { Error = ApiError.Of(ErrorReasons.ParseError, $"Invalid JSON payload received. {failure.Message}") };
        }
    }

    /// <summary>The configuration with what the service adds of its own: job type, defaults and, for a result without a home, an anonymous table; for DDL and DML, the table that they name.</summary>
    public static ReadOnlyMemory<byte> Complete(JsonObject document, JobKey key, string statementType)
    {
        var jobType = TypeOf(document);
        document["jobType"] = jobType.ToUpperInvariant();
        if (jobType == "query")
        {
            var query = document["query"]!.AsObject();
            query.TryAdd("useLegacySql", true);
            query.TryAdd("priority", "INTERACTIVE");
            if (query["destinationTable"] is null && statementType == StatementTypes.Select)
            {
                query["destinationTable"] = AnonymousTable(key);
                query.TryAdd("writeDisposition", "WRITE_TRUNCATE");
            }
            else if (query["destinationTable"] is null && StatementTarget.Of((string?)query["query"] ?? "", statementType, key, query["defaultDataset"]) is { } target
                && !target.MayExist && (StatementTypes.IsDml(statementType) || statementType == StatementTypes.CreateTableAsSelect))
            {
                query["destinationTable"] = target.Table.ToJson();
                query.TryAdd("createDisposition", "CREATE_IF_NEEDED");
                query.TryAdd("writeDisposition", target.Operation == "REPLACE" ? "WRITE_TRUNCATE" : "WRITE_EMPTY");
            }
            else if (query["destinationTable"] is not null)
            {
                query.TryAdd("createDisposition", "CREATE_IF_NEEDED");
                query.TryAdd("writeDisposition", "WRITE_EMPTY");
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(document, Writing);
    }

    private static JsonObject AnonymousTable(JobKey key) =>
        new TableName(key.ProjectId, $"_{StableHash.Hex($"{key.ProjectId}:{key.Location}", 40)}", $"anon{StableHash.Hex(key.ToString(), 56)}").ToJson();

    private InsertRequest WithReference(JsonObject job, string projectId)
    {
        var reference = JsonShape.Object(job, "jobReference", "jobReference");
        if (reference is null)
        {
            return this;
        }

        var jobId = JsonShape.String(reference, "jobId", "jobReference.jobId");
        var location = JsonShape.String(reference, "location", "jobReference.location");
        var project = JsonShape.String(reference, "projectId", "jobReference.projectId");
        var request = this with
        {
            JobId = string.IsNullOrEmpty(jobId) ? null : jobId,
            Location = string.IsNullOrEmpty(location) ? Location : Locations.Normalize(location),
            HasLocation = !string.IsNullOrEmpty(location),
        };
        if (!string.IsNullOrEmpty(project) && project != projectId)
        {
            return request with { Error = ApiError.Invalid($"Value '{project}' in jobReference.projectId does not agree with value '{projectId}' in the request's path.") };
        }

        return request.JobId is { } id && (id.Length > MaxJobIdLength || !JobIdForm().IsMatch(id))
            ? request with { Error = ApiError.Invalid($"Invalid job ID \"{id}\". Job IDs must be alphanumeric (plus underscores and dashes) and must be at most {MaxJobIdLength} characters long.") }
            : request;
    }

    private InsertRequest WithDocument(JsonObject job)
    {
        var document = JsonShape.Object(job, "configuration", "configuration");
        if (document is null)
        {
            return this with { Error = ApiError.Required("configuration") };
        }

        var present = JobTypes.Where(type => document[type] is not null).ToList();
        if (present.Count != 1)
        {
            return this with
            {
                Error = ApiError.Invalid($"Job configuration must contain exactly one job-specific configuration object (e.g., query, load, extract, copy), but there were {present.Count}: {string.Join(", ", present)}"),
            };
        }

        job.Remove("configuration");
        return ConfigurationRules.Check(document) is { } error ? this with { Error = error } : this with { Document = document };
    }

    internal static string TypeOf(JsonObject document) => JobTypes.First(type => document[type] is not null);

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z")]
    private static partial Regex JobIdForm();
}
