using System.Text.Json.Serialization;

namespace BackendPlugins.BigQuery;

/// <summary>BigQuery's Job resource, as far as it is read. 64-bit integers come as JSON strings.</summary>
internal sealed record JobResource
{
    public JobReference? JobReference { get; init; }

    public JobConfiguration? Configuration { get; init; }

    public JobStatus? Status { get; init; }

    public JobStatistics? Statistics { get; init; }
}

internal sealed record JobReference(string? ProjectId, string? JobId, string? Location);

internal sealed record JobConfiguration(JobQueryConfiguration? Query, bool? DryRun);

internal sealed record JobQueryConfiguration(TableReference? DestinationTable);

internal sealed record TableReference(string? ProjectId, string? DatasetId, string? TableId);

/// <summary><c>Errors</c> may hold warnings of a job that runs or succeeded; only <c>ErrorResult</c> says that it failed.</summary>
internal sealed record JobStatus(string? State, ErrorProto? ErrorResult, IReadOnlyList<ErrorProto>? Errors);

internal sealed record ErrorProto(string? Reason, string? Location, string? Message);

/// <summary>Times are epoch milliseconds.</summary>
internal sealed record JobStatistics
{
    public long? CreationTime { get; init; }

    public long? StartTime { get; init; }

    public long? EndTime { get; init; }

    public long? TotalBytesProcessed { get; init; }

    public long? TotalSlotMs { get; init; }

    /// <summary>Statements of a script, each a job of its own.</summary>
    public long? NumChildJobs { get; init; }

    public ScriptStatistics? ScriptStatistics { get; init; }

    [JsonPropertyName("reservation_id")]
    public string? Reservation { get; init; }

    public QueryStatistics? Query { get; init; }
}

/// <summary><c>EvaluationKind</c> is STATEMENT, or EXPRESSION for a condition or a value in a script.</summary>
internal sealed record ScriptStatistics(string? EvaluationKind);

internal sealed record QueryStatistics
{
    public string? StatementType { get; init; }

    public bool? CacheHit { get; init; }

    public long? TotalBytesProcessed { get; init; }

    public long? TotalBytesBilled { get; init; }

    public long? TotalSlotMs { get; init; }

    public long? NumDmlAffectedRows { get; init; }

    /// <summary>CREATE, REPLACE, ALTER, DROP or SKIP.</summary>
    public string? DdlOperationPerformed { get; init; }

    public TableReference? DdlTargetTable { get; init; }

    /// <summary>What a table is called after a rename.</summary>
    public TableReference? DdlDestinationTable { get; init; }

    public IReadOnlyList<TableReference>? ReferencedTables { get; init; }

    public IReadOnlyList<QueryStage>? QueryPlan { get; init; }

    public IReadOnlyList<TimelineEntry>? Timeline { get; init; }
}

/// <summary>Where a query stood some time after its start.</summary>
internal sealed record TimelineEntry(long? ElapsedMs, long? TotalSlotMs, long? PendingUnits, long? CompletedUnits, long? ActiveUnits);

/// <summary>A stage of a query; <c>Status</c> is COMPLETE when it is done.</summary>
internal sealed record QueryStage(string? Name, string? Status);

/// <summary>The answer of jobs.cancel.</summary>
internal sealed record JobCancelResponse(JobResource? Job);

/// <summary>A page of jobs.list. Jobs of unreachable locations are not in it.</summary>
internal sealed record JobPage(IReadOnlyList<JobPageEntry>? Jobs, string? NextPageToken, IReadOnlyList<string>? Unreachable);

/// <summary>A job of a page: with <c>projection=full</c> all that jobs.get tells. State and error stand there a second time.</summary>
internal sealed record JobPageEntry(
    JobReference? JobReference, JobConfiguration? Configuration, JobStatus? Status, JobStatistics? Statistics, string? State, ErrorProto? ErrorResult)
{
    public JobResource ToResource() => new()
    {
        JobReference = JobReference,
        Configuration = Configuration,
        Status = new JobStatus(Status?.State ?? State, Status?.ErrorResult ?? ErrorResult, Status?.Errors),
        Statistics = Statistics,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TolerantInt64), typeof(TolerantBoolean)])]
[JsonSerializable(typeof(JobResource))]
[JsonSerializable(typeof(JobCancelResponse))]
[JsonSerializable(typeof(JobPage))]
internal sealed partial class JobResourceJson : JsonSerializerContext;
