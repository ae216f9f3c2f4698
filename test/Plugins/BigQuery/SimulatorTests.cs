using System.Net.Sockets;
using BackendPlugins.BigQuery.Tests.Kit;
using BackendPlugins.Simulators.BigQuery;
using BackendPlugins.Simulators.BigQuery.Faults;
using BackendPlugins.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>The plugin over HTTP against the simulator, both on one clock that the scenario moves.</summary>
public sealed class SimulatorTests : IAsyncLifetime
{
    private const string Lived = "/* sim: pending=2s duration=5s */ SELECT 1";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private BigQuerySimulator _simulator = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions { DefaultLocation = "europe-west3" }, _clock, Stop);
        _services = ServicesFor(_simulator.Endpoint, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task Query_runs_to_its_end_and_gives_its_table()
    {
        var result = await Scenario(Samples.Task(Lived, outputs: Samples.Results)).RunAsync(Stop);
        result.Phases.ShouldBe([ServicePhase.Pending, ServicePhase.Running, ServicePhase.Succeeded]);
        result.Silences.ShouldBeEmpty();
        ((StructuredDatasetLiteral)result.End.Outputs!["results"]).Uri.ShouldMatch("^bq://acme:[^.]+\\.[^.]+$");
        result.End.CustomInfo!.Value.GetProperty("totalBytesProcessed").GetInt64().ShouldBe(10 * 1024 * 1024);
        result.Evidence.OfType<JobSeen>().ShouldAllBe(seen => seen.LogLinks.Count == 1);
        Books(result).ShouldBe((1, 1, 0));
    }

    [Theory]
    [InlineData("invalidQuery", ServicePhase.Failed)]
    [InlineData("accessDenied", ServicePhase.Failed)]
    [InlineData("backendError", ServicePhase.RetryableFailed)]
    [InlineData("jobInternalError", ServicePhase.RetryableFailed)]
    [InlineData("quotaExceeded", ServicePhase.RetryableFailed)]
    public async Task Failing_job_ends_as_its_reason_says(string reason, ServicePhase phase)
    {
        var result = await Scenario(Samples.Task($"/* sim: fail={reason} message='It broke.' */ SELECT 1")).RunAsync(Stop);
        result.End.Phase.ShouldBe(phase);
        result.End.Error!.Code.ShouldBe(reason);
        result.End.Error.Message.ShouldStartWith("It broke");
    }

    [Fact]
    public async Task Refused_insert_starts_nothing()
    {
        var result = await Scenario(Samples.Task("/* sim: insert-error=invalidQuery message='Syntax error' */ SELECT 1")).RunAsync(Stop);
        result.Evidence.ShouldHaveSingleItem().ShouldBeOfType<JobRefused>().Error.Code.ShouldBe("invalidQuery");
        Books(result).ShouldBe((1, 0, 0));
    }

    [Theory]
    [InlineData(FaultMode.ResetBefore, 1)]
    [InlineData(FaultMode.ResetAfter, 0)]
    [InlineData(FaultMode.Malformed, 0)]
    [InlineData(FaultMode.CommitLate, 1)]
    [InlineData(FaultMode.Status, 1)]
    public async Task Lost_insert_answer_makes_one_job(FaultMode mode, int moreInserts)
    {
        _simulator.AddFaults(new Fault { Method = "insert", Mode = mode, Times = 1 });
        var result = await Scenario(Samples.Task(Lived)).RunAsync(Stop);
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        result.Silences[0].OutcomeUnknown.ShouldBeTrue();
        var books = Books(result);
        books.Inserts.ShouldBe(1);
        books.InsertCalls.ShouldBe(1 + moreInserts);
    }

    [Fact]
    public async Task Lost_insert_answer_of_a_job_without_location_is_found_again_among_the_live_ones()
    {
        _simulator.AddFaults(new Fault { Method = "insert", Mode = FaultMode.ResetAfter, Times = 1 });
        var result = await Scenario(Samples.Task(Lived, custom: """{"ProjectID": "acme"}""")).RunAsync(Stop);
        result.Evidence[0].ShouldBeOfType<JobSeen>().Job.Coordinate("location").ShouldBe("europe-west3");
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        Books(result).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Lost_insert_answer_of_a_job_without_location_is_found_again_by_the_conflict_where_listing_is_denied()
    {
        _simulator.AddFaults(
            new Fault { Method = "insert", Mode = FaultMode.ResetAfter, Times = 1 },
            new Fault { Method = "list", Mode = FaultMode.Status, Status = 403, Reason = "accessDenied" });
        var result = await Scenario(Samples.Task(Lived, custom: """{"ProjectID": "acme"}""")).RunAsync(Stop);
        result.Evidence[0].ShouldBeOfType<JobMissing>();
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        result.End.Job.Coordinate("location").ShouldBe("europe-west3");
        Books(result).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task Get_that_lags_behind_a_conflict_is_waited_for()
    {
        _simulator.AddFaults(
            new Fault { Method = "insert", Mode = FaultMode.ResetAfter, Times = 1 });
        var result = await Scenario(Samples.Task("/* sim: pending=1s duration=20s get-lag=4s */ SELECT 1")).RunAsync(Stop);
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        result.Silences.ShouldContain(silence => silence.Message.Contains("exists, jobs.get does not know it"));
        Books(result).Inserts.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Cancelled_job_ends_cancelled(int afterLookUps)
    {
        var scenario = Scenario(Samples.Task("/* sim: pending=1s duration=1h */ SELECT 1"), cancelAfter: afterLookUps);
        var result = await scenario.RunAsync(Stop);
        result.End.Phase.ShouldBe(ServicePhase.Cancelled);
        result.End.Error!.Code.ShouldBe("stopped");
        _simulator.FindBooks(result.Planned.Id)[0].Cancels.ShouldBe(1);
    }

    [Fact]
    public async Task Script_without_table_and_with_a_declared_output_says_what_to_do()
    {
        var result = await Scenario(Samples.Task("/* sim: children=2 */ DROP TABLE a; DROP TABLE b", outputs: Samples.Results)).RunAsync(Stop);
        result.End.Phase.ShouldBe(ServicePhase.Failed);
        result.End.Error!.Code.ShouldBe("NoDestinationTable");
    }

    [Fact]
    public async Task Dry_run_tells_the_estimate()
    {
        var result = await Scenario(Samples.Task("/* sim: bytes=4096 */ SELECT 1", custom: """{"ProjectID": "acme", "dryRun": true}""")).RunAsync(Stop);
        result.End.Message.ShouldBe("Dry run: the query would process 4096 bytes.");
    }

    [Fact]
    public async Task Flaky_service_neither_loses_nor_doubles_a_job()
    {
        foreach (var mode in new[] { FaultMode.ResetBefore, FaultMode.ResetAfter, FaultMode.Malformed, FaultMode.Status })
        {
            _simulator.AddFaults(new Fault { Mode = mode, Probability = 0.1 });
        }

        for (var i = 0; i < 30; i++)
        {
            var name = new JobName("flaky", "n0", 0, $"job{i}");
            var result = await Scenario(Samples.Task(Lived), name: name).RunAsync(Stop);
            result.End.Phase.ShouldBe(ServicePhase.Succeeded);
            Books(result).Inserts.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(FaultMode.Hang)]
    [InlineData(FaultMode.HangAfter)]
    public async Task Hanging_insert_is_given_up_and_resolved(FaultMode mode)
    {
        await using var simulator = await BigQuerySimulator.StartAsync(new(), TimeProvider.System, Stop);
        await using var services = ServicesFor(simulator.Endpoint, TimeProvider.System);
        simulator.AddFaults(new Fault { Method = "insert", Mode = mode, Times = 1 });
        var scenario = new PluginScenario(
            services.GetRequiredService<IBackendPlugin>(), Samples.Task("/* sim: pending=10ms duration=10ms */ SELECT 1"), Samples.Name)
        {
            Interval = TimeSpan.FromMilliseconds(50),
        };
        var result = await scenario.RunAsync(Stop);
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        result.Silences[0].Message.ShouldBe("jobs.insert: no answer within 0.5 s.");
        simulator.FindBooks(result.Planned.Id)[0].Inserts.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_listening_leaves_the_outcome_known()
    {
        using var socket = new TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        var endpoint = new Uri($"http://{socket.LocalEndpoint}/");
        socket.Stop();
        await using var services = ServicesFor(endpoint, TimeProvider.System);
        var plugin = services.GetRequiredService<IBackendPlugin>();
        var job = new PluginJob(Samples.Task(), plugin.Plan(Samples.Task(), Samples.Name));
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => plugin.SubmitAsync(job, Stop));
        silence.OutcomeUnknown.ShouldBeFalse();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PluginScenario Scenario(TaskRequest task, int? cancelAfter = null, JobName? name = null) =>
        new(_services.GetRequiredService<IBackendPlugin>(), task, name ?? Samples.Name)
        {
            CancelAfterLookUps = cancelAfter,
            Delay = (wait, _) =>
            {
                _clock.Advance(wait);
                return Task.CompletedTask;
            },
        };

    private (int InsertCalls, int Inserts, int Conflicts) Books(ScenarioResult result)
    {
        var book = _simulator.FindBooks(result.Planned.Id).ShouldHaveSingleItem();
        return (book.InsertCalls, book.Inserts, book.Conflicts);
    }

    private static ServiceProvider ServicesFor(Uri endpoint, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Plugins:BigQuery:Endpoint"] = endpoint.ToString(),
            ["Plugins:BigQuery:Credentials"] = "anonymous",
            ["Plugins:BigQuery:CallTimeout"] = "00:00:00.5",
        }).Build());
        services.AddBigQueryPlugin();
        return services.BuildServiceProvider();
    }
}
