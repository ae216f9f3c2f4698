namespace BackendPlugins.Cluster.Runner.Checking;

/// <summary>A job as the product keeps it, read through REST after the scenario.</summary>
internal sealed record StoredJob
{
    public required string Key { get; init; }

    /// <summary><see cref="Scenarios.AttemptScript.Name"/>, from its execution, node and attempt.</summary>
    public required string Name { get; init; }

    public required string? ExternalId { get; init; }

    /// <summary>The stage in the store: ACCEPTED, SUBMITTING, TRACKED or ENDED.</summary>
    public required string Stage { get; init; }

    /// <summary>The phase in the store, for example SUCCEEDED.</summary>
    public required string Phase { get; init; }

    /// <summary>The phase that its grain tells; the same unless two activations live.</summary>
    public required string GrainPhase { get; init; }

    public string ErrorCode { get; init; } = "";

    public IReadOnlyList<StoredEdge> History { get; init; } = [];

    public bool IsEnded => Stage == "ENDED";
}

/// <summary>A change in a job's life.</summary>
internal sealed record StoredEdge(DateTimeOffset At, string Stage, string Phase, string Reason);
