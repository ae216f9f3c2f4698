using BackendPlugins.Simulators.BigQuery;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.BigQuery.Tests.Contract;

/// <summary>The contract held against the simulator, on one clock with it.</summary>
public sealed class SimulatorContractTests : ServiceContract
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private BigQuerySimulator _simulator = null!;

    private protected override string Project => "acme";

    private protected override string Location => "europe-west3";

    private protected override TimeProvider Time => _clock;

    private protected override async ValueTask<Dictionary<string, string?>> SettingsAsync()
    {
        _simulator = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), _clock, Stop);
        return new() { ["Plugins:BigQuery:Endpoint"] = _simulator.Endpoint.ToString(), ["Plugins:BigQuery:Credentials"] = "anonymous" };
    }

    private protected override ValueTask EndAsync() => _simulator.DisposeAsync();

    private protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
