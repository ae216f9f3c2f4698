using BackendPlugins.Cli.Tests.Fakes;

namespace BackendPlugins.Cli.Tests.Commands;

public sealed class JobCommandsTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Get_by_key_asks_with_the_meta_of_that_key(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key, "--protocol", protocol);

        run.ExitCode.ShouldBe(0, run.Error);
        var asked = endpoint.Backend.Asked.ShouldHaveSingleItem();
        (asked.Protocol, asked.Category).ShouldBe((protocol, Jobs.Category));
        asked.Meta.ShouldBe(Jobs.Meta);
    }

    [Fact]
    public async Task Get_takes_base64_base64url_and_the_text_of_a_meta()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var base64 = Convert.ToBase64String(Jobs.Meta);
        var forms = new[]
        {
            base64, base64.TrimEnd('='), base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'), System.Text.Encoding.UTF8.GetString(Jobs.Meta),
        };
        foreach (var form in forms)
        {
            (await CliRun.OfAsync(endpoint, "get", form)).ExitCode.ShouldBe(0, form);
        }

        endpoint.Backend.Asked.Count.ShouldBe(forms.Length);
        endpoint.Backend.Asked.ShouldAllBe(asked => asked.Meta.SequenceEqual(Jobs.Meta));
    }

    [Fact]
    public async Task Another_makers_meta_needs_the_category()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var without = await CliRun.OfAsync(endpoint, "get", "eyJqb2JfaWQiOiJqMSJ9");
        without.ExitCode.ShouldBe(1);
        without.Error.ShouldContain("add --category");

        var with = await CliRun.OfAsync(endpoint, "get", "eyJqb2JfaWQiOiJqMSJ9", "--category", "spark:1");
        with.ExitCode.ShouldBe(0, with.Error);
        endpoint.Backend.Asked.ShouldHaveSingleItem().Category.ShouldBe("spark");
    }

    [Fact]
    public async Task Get_shows_everything_for_people()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Failed, "no such table")
        {
            Links = [new LogLink("BigQuery Console", "https://console.cloud.google.com/bigquery?a-very-long-address-that-no-terminal-of-eighty-columns-holds=1")],
            Outputs = new Dictionary<string, Literal> { ["results"] = new StructuredDatasetLiteral("bq://p:d.t", StructuredDatasetLiteralType.Plain) },
            CustomInfo = """{"job_id":"j"}""",
            ErrorCode = "notFound",
        };
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key);

        run.Out.ShouldBe(
            """
            phase      FAILED
            message    no such table
            error      notFound (USER, not recoverable)
            links      BigQuery Console: https://console.cloud.google.com/bigquery?a-very-long-address-that-no-terminal-of-eighty-columns-holds=1
            outputs    results = bq://p:d.t
            info       {"job_id":"j"}

            """);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Get_as_json_is_one_document(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.RetryableFailed, "quota") { Links = [new LogLink("Console", "https://c")] };
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key, "--output", "json", "--protocol", protocol);

        run.ExitCode.ShouldBe(0);
        run.Json.GetProperty("key").GetString().ShouldBe(Jobs.Key);
        run.Json.GetProperty("protocol").GetString().ShouldBe(protocol);
        run.Json.GetProperty("phase").GetString().ShouldBe("RETRYABLE_FAILED");
        run.Json.GetProperty("message").GetString().ShouldBe("quota");
        run.Json.GetProperty("links")[0].GetProperty("uri").GetString().ShouldBe("https://c");
    }

    [Fact]
    public async Task Words_of_a_service_cannot_steer_the_terminal()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Running, "red \u001b[31m [markup]");
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key);

        run.Out.ShouldContain("message    red \uFFFD[31m [markup]\n");
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Delete_sends_the_meta(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, "delete", Jobs.Key, "--protocol", protocol, "-o", "json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("deleted").GetBoolean().ShouldBeTrue();
        var deleted = endpoint.Backend.Deleted.ShouldHaveSingleItem();
        (deleted.Protocol, deleted.Category).ShouldBe((protocol, Jobs.Category));
        deleted.Meta.ShouldBe(Jobs.Meta);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Logs_reads_all_pages_and_each_line_once(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, "logs", Jobs.Key, "--protocol", protocol);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldBe("1970-01-01T00:00:00.000Z one\n1970-01-01T00:00:00.000Z two\n1970-01-01T00:00:00.000Z three\n");
    }

    [Fact]
    public async Task Logs_stops_at_the_asked_number_of_lines()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.LinesPerPage = 1;
        var run = await CliRun.OfAsync(endpoint, "logs", Jobs.Key, "--lines", "2", "-o", "json");

        run.Json.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("message").GetString()).ShouldBe(["one", "two"]);
        run.Json.GetProperty("lines")[0].GetProperty("originator").GetString().ShouldBe("SYSTEM");
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Metrics_asks_for_the_queries(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var text = await CliRun.OfAsync(endpoint, "metrics", Jobs.Key, "--query", "a", "--query", "b", "--since", "1h", "--step", "1m", "--protocol", protocol);
        text.Out.ShouldBe("a {\"v\":1}\nb {\"v\":1}\n");

        var json = await CliRun.OfAsync(endpoint, "metrics", Jobs.Key, "--query", "a", "-o", "json", "--protocol", protocol);
        json.Json.GetProperty("metrics")[0].GetProperty("data").GetProperty("v").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Connectors_lists_what_is_served()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var text = await CliRun.OfAsync(endpoint, "connectors");
        text.Out.ShouldContain("Bigquery Connector");
        text.Out.ShouldContain("bigquery_query_job_task");

        var json = await CliRun.OfAsync(endpoint, "connectors", "-o", "json", "--protocol", "v2");
        json.Json.GetProperty("connectors")[0].GetProperty("categories")[0].GetProperty("name").GetString().ShouldBe("bigquery_query_job_task");
    }
}
