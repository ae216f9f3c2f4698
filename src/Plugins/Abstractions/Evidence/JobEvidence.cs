using System.Text.Json;

namespace BackendPlugins;

/// <summary>What a service said of a job. Silence of the service is not evidence: it is a <see cref="ServiceUnavailableException"/>.</summary>
public abstract record JobEvidence;

/// <summary>The service knows the job.</summary>
/// <param name="Job">The job, with coordinates that the service may have filled in (its location).</param>
/// <param name="Phase">What the service says of it.</param>
public sealed record JobSeen(ExternalJob Job, ServicePhase Phase) : JobEvidence
{
    /// <summary>A sentence for people: the service's state and words. May be empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>Why it failed; set when <see cref="Phase"/> is Failed, RetryableFailed or Cancelled, else null.</summary>
    public JobError? Error { get; init; }

    /// <summary>Outputs of a job that succeeded; null where the interface declares none or the task writes its own. Never empty.</summary>
    public IReadOnlyDictionary<string, Literal>? Outputs { get; init; }

    /// <summary>When the service says that it made the job; null where it does not tell.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Links; complete by the first Running, since Flyte records them once.</summary>
    public IReadOnlyList<LogLink> LogLinks { get; init; } = [];

    /// <summary>Facts for Flyte's console: a JSON object, or null.</summary>
    public JsonElement? CustomInfo { get; init; }

    /// <summary>Numbers over time, for GetTaskMetrics; empty where the service tells none.</summary>
    public IReadOnlyList<MetricSeries> Metrics { get; init; } = [];
}

/// <summary>The service answered that it knows no such job.</summary>
/// <param name="Detail">The service's words.</param>
public sealed record JobMissing(string Detail) : JobEvidence;

/// <summary>The service definitely refused to start the job: nothing runs and the same request would be refused again.</summary>
/// <param name="Error">Why.</param>
public sealed record JobRefused(JobError Error) : JobEvidence;
