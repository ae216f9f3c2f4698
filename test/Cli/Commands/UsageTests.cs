using BackendPlugins.Cli.Tests.Fakes;

namespace BackendPlugins.Cli.Tests.Commands;

public sealed class UsageTests
{
    public static TheoryData<string[], string> WrongLines => new()
    {
        { ["get"], "missing required argument 'JOB'" },
        { ["get", "!"], "JOB must be a resource meta in base64 or a job key" },
        { ["get", Jobs.Key, "--nonsense"], "Unknown option 'nonsense'" },
        { ["nonsense"], "Unknown command 'nonsense'" },
        { ["get", Jobs.Key, "--timeout", "soon"], "--timeout must be a duration above zero such as 500ms, 10s, 1m30s or 2h; got \"soon\"" },
        { ["get", Jobs.Key, "--timeout", "0s"], "--timeout must be a duration above zero" },
        { ["get", Jobs.Key, "--protocol", "v3"], "--protocol must be auto, v1 or v2; got \"v3\"" },
        { ["get", Jobs.Key, "--output", "yaml"], "--output must be text or json; got \"yaml\"" },
        { ["get", Jobs.Key, "--endpoint", "ftp://x"], "--endpoint must be an address such as http://localhost:8000" },
        { ["get", Jobs.Key, "--category", ""], "--category must be a task type" },
        { ["watch", Jobs.Key, "--interval", "-1s"], "--interval must be a duration above zero" },
        { ["logs", Jobs.Key, "--lines", "-1"], "--lines must be a whole number from 0" },
        { ["create"], "CATEGORY is missing" },
        { ["create", "a b"], "CATEGORY must be a task type" },
        { ["create", "t", "--attempt", "first"], "--attempt must be a whole number from 0" },
        { ["create", "t", "--input", "n"], "--input must be name=value or name:type=value, for example n=3" },
        { ["create", "t", "--input", "n:money=3"], "--input n has type \"money\"; use one of integer, float, string, boolean, datetime, duration" },
        { ["create", "t", "--input", "n=3", "--input", "n=4"], "--input n is given twice" },
        { ["create", "t", "--returns", "r:money"], "--returns r has type \"money\"; use structured_dataset or one of" },
        { ["create", "spark", "--project", "p"], "--project is a setting of bigquery_query_job_task; give the settings of spark with --custom file.json" },
        { ["create", "t", "--output", "results"], "declared with --returns results" },
        { ["create", "t", "--custom", "/no/such/file.json"], "--custom must name a file that can be read" },
        { ["create", "t", "--sql", "@/no/such/file.sql"], "--sql must name a file that can be read" },
        { ["list", "--phase", "happy"], "--phase must be one of initializing, running, succeeded, failed, retryable_failed, aborted; got \"happy\"" },
        { ["list", "--limit", "5000"], "--limit must be a whole number from 1 to 1000; got \"5000\"" },
    };

    [Theory]
    [MemberData(nameof(WrongLines))]
    public async Task A_wrong_line_names_the_option_and_the_fix(string[] args, string words)
    {
        var text = await CliRun.OfAsync(args);
        text.ExitCode.ShouldBe(1);
        text.Out.ShouldBeEmpty();
        text.Error.ShouldContain(words);

        if (!args.Contains("--output"))
        {
            var json = await CliRun.OfAsync(["--output=json", .. args]);
            json.ExitCode.ShouldBe(1);
            json.Out.ShouldBeEmpty();
            json.ErrorJson.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(words);
        }
    }

    [Fact]
    public async Task Global_options_may_stand_before_the_command()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync("--endpoint", endpoint.Address, "--output=json", "--no-color", "get", Jobs.Key);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("phase").GetString().ShouldBe("RUNNING");
    }

    [Theory]
    [InlineData("create")]
    [InlineData("get")]
    [InlineData("watch")]
    [InlineData("delete")]
    [InlineData("logs")]
    [InlineData("metrics")]
    [InlineData("list")]
    [InlineData("connectors")]
    public async Task Help_has_examples_and_exit_codes(string command)
    {
        var run = await CliRun.OfAsync(command, "--help");

        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("EXAMPLES:");
        run.Out.ShouldContain($"backendctl {command}");
        run.Out.ShouldContain("130  interrupted with Ctrl-C");

        (await CliRun.OfAsync("--help")).Out.ShouldContain($"    {command}");
    }
}
