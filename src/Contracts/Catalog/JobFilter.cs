namespace BackendPlugins.Contracts.Catalog;

/// <summary>Which jobs to list, newest first. A null or empty member does not restrict.</summary>
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
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="Next">The cursor of the next page; null where this is the last.</param>
[GenerateSerializer, Alias("bp.JobPage"), Immutable]
public sealed record JobPage([property: Id(0)] IReadOnlyList<JobSummary> Jobs, [property: Id(1)] string? Next);
