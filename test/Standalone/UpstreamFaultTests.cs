using BackendPlugins.Processes;
using BackendPlugins.Simulators.BigQuery;
using BackendPlugins.Simulators.BigQuery.Faults;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Standalone.Tests;

/// <summary>GetTask answers from the grain: no fault of the service reaches it, and it costs the service nothing.</summary>
public sealed class UpstreamFaultTests
{
    public static TheoryData<string> Faults => [nameof(FaultMode.Status) + "503", nameof(FaultMode.Status) + "429", nameof(FaultMode.ResetBefore), nameof(FaultMode.Hang), nameof(FaultMode.Malformed)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Get_answers_while_the_service_does_not(string fault)
    {
        using var folder = new TemporaryFolder();
        await using var bigQuery = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System);
        await using var service = await StartAsync(folder, bigQuery);
        using var client = new FlyteClient(service);
        var meta = await client.CreateAsync(FlyteClient.Query("faults", 0, "SELECT 1 /* sim: duration=3s */"));
        await client.UntilAsync(meta, resource => resource.Phase == Phase.Running);

        bigQuery.AddFaults(Fault(fault));
        await UntilAsync(() => bigQuery.ReadFaults().Any(active => active.Hits > 0));
        for (var i = 0; i < 100; i++)
        {
            (await client.GetAsync(meta)).Phase.ShouldBe(Phase.Running);
        }

        bigQuery.ClearFaults();
        (await client.UntilAsync(meta, FlyteClient.IsEnd)).Phase.ShouldBe(Phase.Succeeded);
        bigQuery.ReadBooks().Jobs.ShouldHaveSingleItem().Inserts.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Create_is_accepted_and_runs_once_the_service_answers_again(string fault)
    {
        using var folder = new TemporaryFolder();
        await using var bigQuery = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System);
        await using var service = await StartAsync(folder, bigQuery);
        using var client = new FlyteClient(service);
        bigQuery.AddFaults(Fault(fault));

        var meta = await client.CreateAsync(FlyteClient.Query("faults", 1, "SELECT 1 /* sim: duration=200ms */"));
        await UntilAsync(() => bigQuery.ReadFaults().Any(active => active.Hits > 0));
        (await client.GetAsync(meta)).Phase.ShouldBe(Phase.Initializing);

        bigQuery.ClearFaults();
        (await client.UntilAsync(meta, FlyteClient.IsEnd)).Phase.ShouldBe(Phase.Succeeded);
        bigQuery.ReadBooks().Jobs.ShouldHaveSingleItem().Inserts.ShouldBe(1);
    }

    [Fact]
    public async Task Get_calls_cost_the_service_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var bigQuery = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System);
        await using var service = await StandaloneInstance.StartAsync(
            folder.Data, "--bigquery-endpoint", bigQuery.Endpoint.AbsoluteUri, "--Plugins:BigQuery:Credentials", "anonymous",
            "--Polling:Minimum", "00:10:00", "--Polling:Maximum", "00:10:00");
        using var client = new FlyteClient(service);
        var meta = await client.CreateAsync(FlyteClient.Query("quiet", 0, "SELECT 1 /* sim: duration=10m pending=0s */"));
        await UntilAsync(() => bigQuery.ReadBooks().Jobs.Count == 1);
        await client.UntilAsync(meta, resource => resource.LogLinks.Count > 0);

        var before = Calls(bigQuery);
        for (var i = 0; i < 1_000; i++)
        {
            await client.GetAsync(meta);
        }

        Calls(bigQuery).ShouldBe(before);
    }

    private static long Calls(BigQuerySimulator bigQuery) => bigQuery.ReadBooks().Calls.Values.Sum();

    private static Task<StandaloneInstance> StartAsync(TemporaryFolder folder, BigQuerySimulator bigQuery) => StandaloneInstance.StartAsync(
        folder.Data, "--bigquery-endpoint", bigQuery.Endpoint.AbsoluteUri, "--Plugins:BigQuery:Credentials", "anonymous",
        "--Polling:Minimum", "00:00:00.2", "--Polling:RetryMinimum", "00:00:00.2", "--Polling:RetryMaximum", "00:00:01",
        "--Plugins:BigQuery:CallTimeout", "00:00:02");

    private static Fault Fault(string name) => name switch
    {
        "Status503" => new Fault { Method = "*", Mode = FaultMode.Status, Status = 503 },
        "Status429" => new Fault { Method = "*", Mode = FaultMode.Status, Status = 429, RetryAfterSeconds = 1 },
        _ => new Fault { Method = "*", Mode = Enum.Parse<FaultMode>(name) },
    };

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
