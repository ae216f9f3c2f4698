namespace BackendPlugins.Contracts.Operations;

/// <summary>What a silo knows of itself and of the jobs that it watches.</summary>
[GenerateSerializer, Alias("bp.SiloReport"), Immutable]
public sealed record SiloReport
{
    /// <summary>The silo, parsable.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>When this was read.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Version of this product that it runs.</summary>
    [Id(2)]
    public string Version { get; init; } = "";

    /// <summary>Version of .NET that it runs on.</summary>
    [Id(3)]
    public string Runtime { get; init; } = "";

    /// <summary>Its plugins, by name.</summary>
    [Id(4)]
    public IReadOnlyList<PluginReport> Plugins { get; init; } = [];

    /// <summary>Unfinished jobs that it watches.</summary>
    [Id(5)]
    public int Watched { get; init; }

    /// <summary>How many of them are not yet confirmed by their service.</summary>
    [Id(6)]
    public int Unsubmitted { get; init; }

    /// <summary>
    /// How old is what these jobs would tell Flyte: jobs per bound of <see cref="StateAges"/>, and in the last place those beyond.
    /// </summary>
    [Id(7)]
    public IReadOnlyList<int> Ages { get; init; } = [];

    /// <summary>Jobs whose service gives no evidence now.</summary>
    [Id(8)]
    public int TroubledJobs { get; init; }

    /// <summary>The longest of these troubles.</summary>
    [Id(9)]
    public IReadOnlyList<JobTrouble> Troubles { get; init; } = [];

    /// <summary>Cancels that were promised and are not yet confirmed.</summary>
    [Id(10)]
    public int OpenCancels { get; init; }

    /// <summary>The oldest of them.</summary>
    [Id(11)]
    public IReadOnlyList<OpenCancel> Cancels { get; init; } = [];

    /// <summary>Jobs with an edge that the store has not taken yet.</summary>
    [Id(12)]
    public int UnsavedJobs { get; init; }
}

/// <summary>A plugin of a silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connector">The name that ListAgents and ListConnectors show.</param>
/// <param name="Categories">The task categories that it serves.</param>
/// <param name="AcceptsJobId">Whether its service accepts an id of our choice.</param>
[GenerateSerializer, Alias("bp.PluginReport"), Immutable]
public sealed record PluginReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Connector,
    [property: Id(2)] IReadOnlyList<string> Categories,
    [property: Id(3)] bool AcceptsJobId);

/// <summary>A job whose service gives no evidence.</summary>
/// <param name="Key">The job's key.</param>
/// <param name="Plugin">Its plugin.</param>
/// <param name="Trouble">What is wrong.</param>
[GenerateSerializer, Alias("bp.JobTrouble"), Immutable]
public sealed record JobTrouble([property: Id(0)] string Key, [property: Id(1)] string Plugin, [property: Id(2)] UpstreamTrouble Trouble);

/// <summary>A cancel that the service has not confirmed.</summary>
/// <param name="Key">The job's key.</param>
/// <param name="Plugin">Its plugin.</param>
/// <param name="Cancel">The promise.</param>
[GenerateSerializer, Alias("bp.OpenCancel"), Immutable]
public sealed record OpenCancel([property: Id(0)] string Key, [property: Id(1)] string Plugin, [property: Id(2)] CancelIntent Cancel);
