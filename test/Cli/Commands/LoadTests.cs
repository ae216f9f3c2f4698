using BackendPlugins.Cli.Tests.Fakes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace BackendPlugins.Cli.Tests.Commands;

public sealed class LoadTests : IDisposable
{
    private readonly string _report = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");

    public void Dispose() => File.Delete(_report);

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Load_creates_asks_until_the_end_and_reports(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync(http: host => host.MapGet("/metrics", () =>
            "# TYPE backend_plugin_upstream_calls_total counter\nbackend_plugin_upstream_calls_total{method=\"get\"} 7 1\n"));
        endpoint.Backend.Script.Add(new FakeReport(FakeReport.Succeeded) { CustomInfo = """{"endTime": 1000}""" });
        var run = await LoadAsync(endpoint, "--jobs", "20", "--repeats", "50%", "--protocol", protocol, "-o", "json");

        run.ExitCode.ShouldBe(0, run.Error);
        var figures = run.Json.GetProperty("figures");
        figures.GetProperty("jobs.succeeded").GetDouble().ShouldBe(20);
        figures.GetProperty("create.count").GetDouble().ShouldBeGreaterThan(20);
        figures.GetProperty("detection.count").GetDouble().ShouldBe(20);
        figures.GetProperty("upstream.calls").GetDouble().ShouldBe(0);
        endpoint.Backend.Created.ShouldAllBe(created => created.Protocol == protocol);
        endpoint.Backend.Created.Select(created => created.Request.OutputPrefix).Distinct().Count().ShouldBe(20);
        var page = await File.ReadAllTextAsync(_report);
        page.ShouldContain("<svg");
        page.ShouldNotContain("src=");
        page.ShouldNotContain("href=\"http");
    }

    [Fact]
    public async Task Load_deletes_its_share_while_they_run()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Aborted);
        var run = await LoadAsync(endpoint, "--jobs", "5", "--durations", "5ms", "--deletes", "1");

        run.ExitCode.ShouldBe(0, run.Error);
        endpoint.Backend.Deleted.Select(deleted => Convert.ToHexString(deleted.Meta)).Distinct().Count().ShouldBe(5);
        run.Out.ShouldContain("5 aborted, 0 not ended");
    }

    [Fact]
    public async Task A_wrong_end_fails_the_run()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Failed);
        var run = await LoadAsync(endpoint, "--jobs", "3");

        run.ExitCode.ShouldBe(8);
        run.Out.ShouldContain("3 jobs ended otherwise than their script says");
    }

    [Fact]
    public async Task Ends_of_a_statement_of_ones_own_are_not_judged()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Failed);
        var run = await LoadAsync(endpoint, "--jobs", "3", "--sql", "SELECT {index} /* {ms} */");

        run.ExitCode.ShouldBe(0, run.Error);
        endpoint.Backend.Created.Select(created => created.Request.Template.Sql!.Statement[..8]).Order().ShouldBe(["SELECT 0", "SELECT 1", "SELECT 2"]);
    }

    [Fact]
    public async Task A_job_that_does_not_end_in_time_is_lost()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await LoadAsync(endpoint, "--jobs", "2", "--limit", "300ms");

        run.ExitCode.ShouldBe(8);
        run.Out.ShouldContain("2 of 2 jobs were not seen to end");
    }

    [Fact]
    public async Task Errors_are_counted_and_calls_repeated()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Succeeded);
        endpoint.Backend.Fail("CreateTask", StatusCode.Unavailable);
        endpoint.Backend.Fail("GetTask", StatusCode.Internal);
        var run = await LoadAsync(endpoint, "--jobs", "2", "--fail-if", "create.errors>0", "-o", "json");

        run.ExitCode.ShouldBe(8);
        run.Json.GetProperty("errors").GetProperty("create").GetProperty("Unavailable").GetInt32().ShouldBe(1);
        run.Json.GetProperty("errors").GetProperty("get").GetProperty("Internal").GetInt32().ShouldBe(1);
        run.Json.GetProperty("failures")[0].GetString().ShouldBe("create.errors>0: create.errors is 1");
        run.Json.GetProperty("figures").GetProperty("jobs.succeeded").GetDouble().ShouldBe(2);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_the_task_ends_the_run()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Fail("CreateTask", StatusCode.InvalidArgument);
        var run = await LoadAsync(endpoint, "--jobs", "1000", "--arrival", "1/s");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("CreateTask is scripted to fail");
        endpoint.Backend.Created.ShouldBeEmpty();
    }

    [Fact]
    public async Task Load_on_a_terminal_draws_the_phases()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Succeeded);
        var run = await CliRun.OfAsync(
            ["load", "--jobs", "3", "--as-fast-as-possible", "--report", _report, "--endpoint", endpoint.Address, "--http", endpoint.HttpAddress],
            new Dictionary<string, string>(), terminal: true);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("initializing");
        run.Out.ShouldContain("of 3 jobs created");
    }

    [Theory]
    [InlineData("--jobs", "0")]
    [InlineData("--deletes", "2")]
    [InlineData("--qps", "0")]
    [InlineData("--fail-if", "get.p99")]
    [InlineData("--arrival", "soon")]
    public async Task A_wrong_option_is_named(string option, string value)
    {
        var run = await CliRun.OfAsync("load", option, value);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(option);
    }

    private Task<CliRun> LoadAsync(FakeEndpoint endpoint, params string[] args) =>
        CliRun.OfAsync(endpoint, ["load", "--as-fast-as-possible", "--callers", "2", "--durations", "10ms", "--report", _report, .. args]);
}
