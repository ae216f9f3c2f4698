using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Cluster.Runner.Scenarios;

namespace BackendPlugins.Cluster.Tests;

/// <summary>
/// Real processes, really broken. One after the other: each is a cluster of its own for most of a minute. Any seed, and for
/// longer: <c>test/Cluster/run</c>.
/// </summary>
public sealed class ScenarioTests
{
    internal static ScenarioOptions KillsPlan { get; } = new() { Seed = 122, Mix = ScenarioMix.Kills, Disturbed = TimeSpan.FromSeconds(36) };

    internal static ScenarioOptions OutagesPlan { get; } = new() { Seed = 266, Mix = ScenarioMix.Outages, Disturbed = TimeSpan.FromSeconds(30) };

    internal static ScenarioOptions FaultsPlan { get; } = new() { Seed = 104, Mix = ScenarioMix.Faults, Disturbed = TimeSpan.FromSeconds(22) };

    internal static ScenarioOptions RollingPlan { get; } = new() { Seed = 3, Mix = ScenarioMix.Rolling, Disturbed = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task Kills()
    {
        var result = await RunAsync(KillsPlan);
        result.Evidence.Answers.ShouldContain(answer => !answer.IsOk, "a kill that no client notices proves little");
    }

    [Fact]
    public async Task Database_outages()
    {
        var result = await RunAsync(OutagesPlan);
        result.Evidence.Answers.ShouldContain(answer => answer.Call == CallKind.Create && !answer.IsOk, "while the database is down nothing is accepted");
    }

    [Fact]
    public async Task Service_faults()
    {
        var result = await RunAsync(FaultsPlan);
        result.Evidence.Books.Sum(book => book.InsertCalls).ShouldBeGreaterThan(result.Evidence.Books.Sum(book => book.Inserts), "a fault that no insert meets proves little");
        result.Evidence.Answers.ShouldAllBe(answer => answer.IsOk);
    }

    [Fact]
    public async Task An_upgrade_of_all_silos_and_gateways_under_load()
    {
        var result = await RunAsync(RollingPlan);
        result.Evidence.Answers.ShouldAllBe(answer => answer.IsOk);
    }

    private static async Task<ScenarioResult> RunAsync(ScenarioOptions options)
    {
        var output = TestContext.Current.TestOutputHelper!;
        var result = await new Scenario(options, TimeProvider.System, output.WriteLine).RunAsync();
        output.WriteLine(result.Report);
        result.Violations.ShouldBeEmpty(result.Report);
        result.Evidence.Disturbed.Count.ShouldBeGreaterThanOrEqualTo(4);
        result.Evidence.Stored.Count.ShouldBeGreaterThanOrEqualTo(options.Jobs - 10);
        return result;
    }
}
