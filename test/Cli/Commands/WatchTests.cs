using BackendPlugins.Cli.Tests.Fakes;
using Grpc.Core;

namespace BackendPlugins.Cli.Tests.Commands;

public sealed class WatchTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Watch_prints_a_line_per_change_until_the_end(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        Play(endpoint);
        var run = await CliRun.OfAsync(endpoint, "watch", Jobs.Key, "--interval", "5ms", "--protocol", protocol);

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Out.TrimEnd('\n').Split('\n');
        lines.Take(4).Select(line => line.Split(' ', 2)[1]).ShouldBe(["INITIALIZING accepted", "RUNNING running", "RUNNING nearly done", "SUCCEEDED done"]);
        lines.Skip(4).ShouldBe(["links      Console: https://c", "outputs    n = 7"]);
    }

    [Theory]
    [InlineData(FakeReport.Failed, 2)]
    [InlineData(FakeReport.RetryableFailed, 3)]
    [InlineData(FakeReport.Aborted, 4)]
    public async Task Watch_ends_with_the_code_of_the_jobs_end(int phase, int exitCode)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(phase);
        (await CliRun.OfAsync(endpoint, "watch", Jobs.Key)).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Watch_as_json_is_the_end_alone()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        Play(endpoint);
        var run = await CliRun.OfAsync(endpoint, "watch", Jobs.Key, "--interval", "5ms", "-o", "json");

        run.Error.ShouldBeEmpty();
        run.Json.GetProperty("phase").GetString().ShouldBe("SUCCEEDED");
    }

    [Fact]
    public async Task Watch_on_a_terminal_redraws_and_leaves_the_end_as_text()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        Play(endpoint);
        var run = await CliRun.OfAsync(
            ["watch", Jobs.Key, "--interval", "5ms", "--endpoint", endpoint.Address], new Dictionary<string, string>(), terminal: true);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("INITIALIZING");
        run.Out.ShouldContain("for 0s");
        run.Out.ShouldContain("\u001b[2K");
        run.Out.ShouldEndWith("n = 7\n");
    }

    [Fact]
    public async Task Watch_of_an_unknown_job_ends_at_once()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Fail("GetTask", StatusCode.NotFound);
        (await CliRun.OfAsync(endpoint, "watch", Jobs.Key)).ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task Watch_survives_an_outage_that_is_shorter_than_its_patience()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script.Add(new FakeReport(FakeReport.Succeeded, "done"));
        endpoint.Backend.Fail("GetTask", null, StatusCode.Unavailable, StatusCode.DeadlineExceeded);
        var run = await CliRun.OfAsync(endpoint, "watch", Jobs.Key, "--interval", "5ms");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("RUNNING the endpoint is out of reach (Unavailable); asking again every 5ms\n");
    }

    [Fact]
    public async Task Watch_gives_up_when_its_patience_ends()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Fail("GetTask", [null, .. Enumerable.Repeat<StatusCode?>(StatusCode.Unavailable, 10_000)]);
        var run = await CliRun.OfAsync(endpoint, "watch", Jobs.Key, "--interval", "5ms", "--patience", "50ms");

        run.ExitCode.ShouldBe(6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_interrupted_watch_ends_with_130_and_says_how_to_go_on(bool terminal)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        using var interrupt = new CancellationTokenSource();
        var watching = CliRun.OfAsync(
            ["watch", Jobs.Key, "--interval", "5ms", "--endpoint", endpoint.Address], new Dictionary<string, string>(), terminal, interrupt.Token);
        while (endpoint.Backend.Asked.Count < 3 && !watching.IsCompleted)
        {
            await Task.Yield();
        }

        await interrupt.CancelAsync();
        var run = await watching;
        run.ExitCode.ShouldBe(130);
        run.Error.ShouldBe($"The job goes on. Watch it again with: backendctl watch {Jobs.Key}\n");
    }

    private static void Play(FakeEndpoint endpoint)
    {
        LogLink[] links = [new("Console", "https://c")];
        endpoint.Backend.Script.Clear();
        endpoint.Backend.Script.AddRange(
        [
            new FakeReport(FakeReport.Initializing, "accepted"),
            new FakeReport(FakeReport.Initializing, "accepted"),
            new FakeReport(FakeReport.Running, "running") { Links = links },
            new FakeReport(FakeReport.Running, "nearly done") { Links = links },
            new FakeReport(FakeReport.Succeeded, "done") { Links = links, Outputs = new Dictionary<string, Literal> { ["n"] = new IntegerLiteral(7) } },
        ]);
    }
}
