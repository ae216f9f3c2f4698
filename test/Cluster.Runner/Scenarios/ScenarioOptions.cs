namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>A scenario: the same options make the same plan of jobs and disturbances.</summary>
internal sealed record ScenarioOptions
{
    /// <summary>Decides everything that is drawn.</summary>
    public required int Seed { get; init; }

    /// <summary>What is done to the cluster.</summary>
    public required ScenarioMix Mix { get; init; }

    public int Silos { get; init; } = 3;

    public int Gateways { get; init; } = 2;

    /// <summary>How many nodes of workflows run; some of them take more than one attempt.</summary>
    public int Jobs { get; init; } = 250;

    /// <summary>How long the cluster is disturbed; the jobs arrive in the first three quarters of it.</summary>
    public TimeSpan Disturbed { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Time between two kills of <see cref="ScenarioMix.Deaths"/>.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after healing every accepted job must have ended.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Keeps the logs also when nothing is wrong.</summary>
    public bool KeepLogs { get; init; }

    /// <summary>Repeats this scenario.</summary>
    public string ReplayCommand => FormattableString.Invariant(
        $"test/Cluster/run --seed {Seed} --mix {Mix.ToString().ToLowerInvariant()} --silos {Silos} --gateways {Gateways} --jobs {Jobs} --disturb {(int)Disturbed.TotalSeconds}s --every {(int)Every.TotalSeconds}s --rounds 1");
}
