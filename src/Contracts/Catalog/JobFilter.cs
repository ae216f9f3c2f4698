namespace BackendPlugins.Contracts.Catalog;

/// <summary>Which jobs to list, and in which order. A null or empty member does not restrict.</summary>
[GenerateSerializer, Alias("bp.JobFilter"), Immutable]
public sealed record JobFilter
{
    /// <summary>Name of a plugin.</summary>
    [Id(0)]
    public string? Plugin { get; init; }

    /// <summary>Any of these phases.</summary>
    [Id(1)]
    public IReadOnlyList<JobPhase> Phases { get; init; } = [];

    /// <summary>Flyte project.</summary>
    [Id(2)]
    public string? Project { get; init; }

    /// <summary>Flyte domain.</summary>
    [Id(3)]
    public string? Domain { get; init; }

    /// <summary>Workflow execution.</summary>
    [Id(4)]
    public string? Execution { get; init; }

    /// <summary>Node.</summary>
    [Id(5)]
    public string? Node { get; init; }

    /// <summary>The service's id of the job.</summary>
    [Id(6)]
    public string? ExternalId { get; init; }

    /// <summary>The job's key.</summary>
    [Id(7)]
    public string? Key { get; init; }

    /// <summary>Where the last page ended, as <see cref="JobPage.Next"/> said; null for the first page.</summary>
    [Id(8)]
    public string? Cursor { get; init; }

    /// <summary>Jobs per page, 1 to 1,000.</summary>
    [Id(9)]
    public int Limit { get; init; } = 100;

    /// <summary>A text that stands somewhere in message, execution, node, external id or key; in any case of its letters.</summary>
    [Id(10)]
    public string? Text { get; init; }

    /// <summary>Accepted at this time or later.</summary>
    [Id(11)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Accepted before this time.</summary>
    [Id(12)]
    public DateTimeOffset? To { get; init; }

    /// <summary>What the list is ordered by.</summary>
    [Id(13)]
    public JobOrder Order { get; init; }

    /// <summary>Whether the smallest, and of times the oldest, come first.</summary>
    [Id(14)]
    public bool Ascending { get; init; }

    /// <summary>
    /// All attempts of a node. No index has ended attempts by family: name the <see cref="Execution"/> with it.
    /// </summary>
    [Id(15)]
    public string? Family { get; init; }
}

/// <summary>What a list of jobs is ordered by. Equals follow by the time at which they were accepted, then by key.</summary>
[GenerateSerializer, Alias("bp.JobOrder")]
public enum JobOrder
{
    /// <summary>When a job was accepted.</summary>
    Created = 0,

    /// <summary>When its last edge was taken.</summary>
    Changed = 1,

    /// <summary>The phase's name.</summary>
    Phase = 2,

    /// <summary>The plugin's name.</summary>
    Plugin = 3,

    /// <summary>The Flyte project.</summary>
    Project = 4,

    /// <summary>The workflow execution.</summary>
    Execution = 5,
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">In the order that was asked for.</param>
/// <param name="Next">The cursor of the next page; null where this is the last.</param>
[GenerateSerializer, Alias("bp.JobPage"), Immutable]
public sealed record JobPage([property: Id(0)] IReadOnlyList<JobSummary> Jobs, [property: Id(1)] string? Next);
