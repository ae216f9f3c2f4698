namespace BackendPlugins.Contracts.Catalog;

/// <summary>A job in a list: the columns of its stored row.</summary>
[GenerateSerializer, Alias("bp.JobSummary"), Immutable]
public sealed record JobSummary
{
    /// <summary>The job's key.</summary>
    [Id(0)]
    public required string Key { get; init; }

    /// <summary>Its plugin.</summary>
    [Id(1)]
    public required string Plugin { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public JobStage Stage { get; init; }

    /// <summary>What Flyte is told.</summary>
    [Id(3)]
    public JobPhase Phase { get; init; }

    /// <summary>Flyte project; empty where unknown.</summary>
    [Id(4)]
    public string Project { get; init; } = "";

    /// <summary>Flyte domain; empty where unknown.</summary>
    [Id(5)]
    public string Domain { get; init; } = "";

    /// <summary>Workflow execution; empty where unknown.</summary>
    [Id(6)]
    public string Execution { get; init; } = "";

    /// <summary>Node; empty where unknown.</summary>
    [Id(7)]
    public string Node { get; init; } = "";

    /// <summary>Zero-based attempt.</summary>
    [Id(8)]
    public int Attempt { get; init; }

    /// <summary>The service's id of the job; null for a task that was refused.</summary>
    [Id(9)]
    public string? ExternalId { get; init; }

    /// <summary>When it was accepted.</summary>
    [Id(10)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last edge was taken.</summary>
    [Id(11)]
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>A sentence about where it stands.</summary>
    [Id(12)]
    public string Message { get; init; } = "";

    /// <summary>When it ended; null before.</summary>
    [Id(13)]
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>An attempt of a family.</summary>
/// <param name="Key">The job's key.</param>
/// <param name="Attempt">Zero-based attempt.</param>
/// <param name="Stage">Where it stands.</param>
public sealed record FamilyMember(string Key, int Attempt, JobStage Stage);
