using BackendPlugins.Cluster.Runner.Scenarios;

namespace BackendPlugins.Cluster.Runner.Parties;

/// <summary>Settings that make hours of production fit into a minute. What is not here has its default.</summary>
internal static class SiloSettings
{
    /// <summary>
    /// Longer than anything that delays an insert here (faults of 4 s, a silo that is paused for 26 s), as the default of five
    /// minutes is longer than what delays one in production.
    /// </summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(45);

    public static IEnumerable<string> Of(ScenarioMix mix) => mix == ScenarioMix.Deaths ? Times : [.. Times, .. Membership];

    private static IEnumerable<string> Times { get; } =
    [
        "--Polling:Minimum=00:00:00.300", "--Polling:Maximum=00:00:03",
        "--Polling:RetryMinimum=00:00:00.300", "--Polling:RetryMaximum=00:00:03",
        "--Polling:CallTimeout=00:00:08", "--Polling:CancelRepeat=00:00:03",
        $"--Polling:SettleTime={SettleTime}", "--Polling:MissingGrace=00:01:30",
    ];
    // A silo that is paused or cut off is declared dead after about 12 s instead of half a minute.
    private static IEnumerable<string> Membership { get; } = ["--Clustering:ProbeTimeout=00:00:01.500", "--Clustering:MissedProbes=2"];
}
