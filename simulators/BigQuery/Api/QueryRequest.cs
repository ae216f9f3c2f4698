using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The body of jobs.query: a job in a flatter form, and what to show of its result.</summary>
/// <param name="Job">The job asked for.</param>
internal sealed record QueryRequest(InsertRequest Job)
{
    private const int MaxRequestIdLength = 36;

    private static readonly string[] QueryMembers =
    [
        "query", "defaultDataset", "useQueryCache", "useLegacySql", "parameterMode", "queryParameters", "maximumBytesBilled", "connectionProperties", "createSession",
        "continuous", "preserveNulls", "destinationEncryptionConfiguration", "writeIncrementalResults",
    ];

    private static readonly string[] JobMembers = ["dryRun", "labels", "jobTimeoutMs", "reservation"];

    public string? RequestId { get; private init; }

    public long? TimeoutMs { get; private init; }

    public long? MaxResults { get; private init; }

    public TimestampForm Timestamps { get; private init; }

    /// <summary>Whether the caller can do without a job to come back to.</summary>
    public bool IsJobOptional { get; private init; }

    public static QueryRequest Read(ReadOnlySpan<byte> bytes, string projectId, string defaultLocation)
    {
        var (body, error) = JsonBody.Read(bytes, "a query request");
        if (body is null)
        {
            return new(InsertRequest.Refused(error!, defaultLocation));
        }

        try
        {
            var mode = JsonShape.String(body, "jobCreationMode", "jobCreationMode");
            if (mode is not (null or "JOB_CREATION_MODE_UNSPECIFIED" or "JOB_CREATION_REQUIRED" or "JOB_CREATION_OPTIONAL"))
            {
                throw QueryValues.Invalid("jobCreationMode", mode);
            }

            var requestId = JsonShape.String(body, "requestId", "requestId");
            if (requestId is { Length: > MaxRequestIdLength } || requestId?.Any(letter => letter is < ' ' or > '~') == true)
            {
                throw new RequestShapeException($"Invalid value for requestId: it may hold {MaxRequestIdLength} ASCII characters at most; got '{requestId}'.", "requestId");
            }

            var formats = JsonShape.Object(body, "formatOptions", "formatOptions") ?? [];
            return new(InsertRequest.Read(ToJob(body), projectId, defaultLocation))
            {
                RequestId = string.IsNullOrEmpty(requestId) ? null : requestId,
                TimeoutMs = JsonShape.Int64(body, "timeoutMs", "timeoutMs"),
                MaxResults = JsonShape.Int64(body, "maxResults", "maxResults"),
                Timestamps = RowPage.FormOf(
                    JsonShape.String(formats, "timestampOutputFormat", "formatOptions.timestampOutputFormat"),
                    JsonShape.Boolean(formats, "useInt64Timestamp", "formatOptions.useInt64Timestamp") ?? false),
                IsJobOptional = mode == "JOB_CREATION_OPTIONAL",
            };
        }
        catch (RequestShapeException failure)
        {
            return new(InsertRequest.Refused(failure.ToError(), defaultLocation));
        }
        catch (InvalidOperationException failure)
        {
            // Text that is no Unicode is found only when it is read.
            return new(InsertRequest.Refused(ApiError.Of(ErrorReasons.ParseError, $"Invalid JSON payload received. {failure.Message}"), defaultLocation));
        }
    }

    /// <summary>The request for the job under an id.</summary>
    public InsertRequest As(string? jobId) => Job with { JobId = jobId };

    private static JsonObject ToJob(JsonObject body)
    {
        var query = new JsonObject();
        foreach (var name in QueryMembers.Where(name => body[name] is not null))
        {
            query[name] = body[name]!.DeepClone();
        }

        var configuration = new JsonObject { ["query"] = query };
        foreach (var name in JobMembers.Where(name => body[name] is not null))
        {
            configuration[name] = body[name]!.DeepClone();
        }

        return new() { ["jobReference"] = new JsonObject { ["location"] = JsonShape.String(body, "location", "location") }, ["configuration"] = configuration };
    }
}
