using BackendPlugins.BigQuery.Tests.Kit;
using BackendPlugins.Simulators.BigQuery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Hundreds of jobs looked up at once over HTTP: calls grow with pages.</summary>
public sealed class LookUpScaleTests : IAsyncLifetime
{
    private const int Jobs = 600;

    private BigQuerySimulator _simulator = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System, PluginStage.Stop);
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Plugins:BigQuery:Endpoint"] = _simulator.Endpoint.ToString(),
            ["Plugins:BigQuery:Credentials"] = "anonymous",
            ["Plugins:BigQuery:InsertsPerSecond"] = "10000",
            ["Plugins:BigQuery:GetsPerSecond"] = "10000",
        }).Build());
        services.AddBigQueryPlugin();
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task Hundreds_of_look_ups_take_a_few_pages_and_tell_everyone_of_its_own_job()
    {
        var plugin = _services.GetRequiredService<IBackendPlugin>();
        var jobs = Enumerable.Range(0, Jobs).Select(i =>
        {
            var task = Samples.Task(StatementOf(i), outputs: Samples.Results);
            return new PluginJob(task, plugin.Plan(task, new JobName("scale", "n0", 0, $"job{i}")));
        }).ToList();
        await Task.WhenAll(jobs.Select(job => plugin.SubmitAsync(job, PluginStage.Stop)));

        var seen = await Task.WhenAll(jobs.Select(job => plugin.LookUpAsync(job, PluginStage.Stop)));
        foreach (var (evidence, i) in seen.Select((evidence, i) => ((JobSeen)evidence, i)))
        {
            evidence.Job.Id.ShouldBe(jobs[i].External.Id);
            evidence.Phase.ShouldBe((i % 3) switch { 0 => ServicePhase.Pending, 1 => ServicePhase.Failed, _ => ServicePhase.Succeeded });
            evidence.Error?.Message.ShouldStartWith($"Mistake {i} ");
            (evidence.Outputs is not null).ShouldBe(i % 3 == 2);
        }

        var calls = _simulator.ReadBooks().Calls;
        calls.GetValueOrDefault("list").ShouldBeInRange(2, 6);
        calls.GetValueOrDefault("get").ShouldBeLessThan(60);
    }

    private static string StatementOf(int i) => (i % 3) switch
    {
        0 => "/* sim: pending=1h */ SELECT 1",
        1 => $"/* sim: pending=0s duration=0s fail=invalidQuery message='Mistake {i}' */ SELECT 1",
        _ => "/* sim: pending=0s duration=0s */ SELECT 1",
    };
}
