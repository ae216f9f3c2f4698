using BackendPlugins.Bench.Whole.Results;

namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>The scenarios by name.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<(string Name, Func<BenchOptions, Task<IReadOnlyList<ResultRow>>> Run)> All { get; } =
    [
        ("start", ProcessScenarios.StartAsync),
        ("get-cohosted", options => new GetScenario(external: false, options).RunAsync()),
        ("get-external", options => new GetScenario(external: true, options).RunAsync()),
        ("create-postgres", CreateScenario.PostgresAsync),
        ("create-sqlite", CreateScenario.SqliteAsync),
        ("memory", _ => ServiceScenarios.MemoryAsync(100_000)),
        ("upstream-10", _ => ServiceScenarios.UpstreamAsync(10)),
        ("upstream-1000", _ => ServiceScenarios.UpstreamAsync(1_000)),
        ("upstream-10000", _ => ServiceScenarios.UpstreamAsync(10_000)),
        ("detection-100", _ => ServiceScenarios.DetectionAsync(100, "5s", "p50 under 1.5 s, p99 under 4 s")),
        ("detection-2000", _ => ServiceScenarios.DetectionAsync(2_000, "10s..60s", "")),
        ("recovery", _ => ProcessScenarios.RecoveryAsync(500)),
        ("silos-1", _ => ProcessScenarios.SilosAsync(1)),
        ("silos-2", _ => ProcessScenarios.SilosAsync(2)),
        ("silos-4", _ => ProcessScenarios.SilosAsync(4)),
    ];
}
