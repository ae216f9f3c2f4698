using BackendPlugins.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BackendPlugins.Cli.Tests.Commands;

public sealed class ListTests
{
    private const string First = """
        {"jobs":[{"key":"t/aaaaaaaaaaaaaaaaaaaaaaaaaa","plugin":"BigQuery","stage":"TRACKED","phase":"RUNNING","project":"p","domain":"d",
        "execution":"e1","node":"n0","attempt":1,"externalId":"flyte_e1","createdAt":"2026-08-21T06:00:00Z","changedAt":"2026-08-21T06:00:01Z",
        "message":"running\nfor long"}],"next":"c 2"}
        """;

    private const string Second = """
        {"jobs":[{"key":"t/bbbbbbbbbbbbbbbbbbbbbbbbbb","plugin":"BigQuery","stage":"ENDED","phase":"SUCCEEDED","attempt":0,"external_id":"flyte_e2",
        "created_at":"2026-08-21T05:00:00Z","changed_at":"2026-08-21T05:00:01Z","message":"done"}],"next":null}
        """;

    [Fact]
    public async Task List_sends_the_filters_and_shows_the_page()
    {
        var queries = new List<string>();
        await using var endpoint = await StartAsync(queries);
        var run = await CliRun.OfAsync(
            endpoint, "list", "--phase", "running", "--phase", "retryable-failed", "--project", "a b", "--execution", "e1", "--limit", "5", "--cursor", "c0");

        run.ExitCode.ShouldBe(0, run.Error);
        queries.ShouldHaveSingleItem().ShouldBe("?phase=RUNNING&phase=RETRYABLE_FAILED&project=a%20b&execution=e1&limit=5&cursor=c0");
        run.Out.ShouldContain("t/aaaaaaaaaaaaaaaaaaaaaaaaaa");
        run.Out.ShouldContain("running for long");
        run.Error.ShouldContain("1 job; more with --cursor c 2 or --all");
    }

    [Fact]
    public async Task List_as_json_is_the_page_with_its_cursor()
    {
        await using var endpoint = await StartAsync([]);
        var run = await CliRun.OfAsync(endpoint, "list", "-o", "json");

        run.Error.ShouldBeEmpty();
        run.Json.GetProperty("next").GetString().ShouldBe("c 2");
        var job = run.Json.GetProperty("jobs")[0];
        job.GetProperty("externalId").GetString().ShouldBe("flyte_e1");
        job.GetProperty("attempt").GetInt32().ShouldBe(1);
        job.GetProperty("createdAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 8, 21, 6, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task All_reads_every_page_in_either_spelling_of_names()
    {
        var queries = new List<string>();
        await using var endpoint = await StartAsync(queries);
        var run = await CliRun.OfAsync(endpoint, "list", "--all", "-o", "json");

        queries.ShouldBe(["?limit=100", "?limit=100&cursor=c%202"]);
        run.Json.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("externalId").GetString()).ShouldBe(["flyte_e1", "flyte_e2"]);
        run.Json.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(404, "", 7, "has no list of jobs: only the HTTP port of an Orleans.BackendPlugins gateway has one. Set --http")]
    [InlineData(200, "<html/>", 7, "has no list of jobs")]
    [InlineData(200, """{"jobs":[{"key":5}]}""", 7, "has no list of jobs")]
    [InlineData(400, """{"errors":{"limit":["must be smaller"]}}""", 1, "limit must be smaller")]
    [InlineData(400, "", 7, "has no list of jobs")]
    [InlineData(503, """{"detail":"the store is away"}""", 6, "the store is away")]
    [InlineData(500, "", 7, "answered 500: Internal Server Error")]
    [InlineData(500, """{"detail":"look for 17 in the log"}""", 7, "answered 500: look for 17 in the log")]
    public async Task An_endpoint_without_a_page_is_told_in_words(int status, string body, int exitCode, string words)
    {
        await using var endpoint = await FakeEndpoint.StartAsync(http: host =>
            host.MapGet("/api/v1/jobs", () => Results.Text(body, "application/json", statusCode: status)));
        var run = await CliRun.OfAsync(endpoint, "list");

        run.ExitCode.ShouldBe(exitCode);
        run.Error.ShouldContain(words);
    }

    [Fact]
    public async Task No_http_endpoint_is_unavailable()
    {
        var run = await CliRun.OfAsync("list", "--http", "http://127.0.0.1:1");

        run.ExitCode.ShouldBe(6);
        run.Error.ShouldContain("is --http right?");
    }

    [Fact]
    public async Task A_hanging_list_ends_by_the_timeout()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(http: host =>
            host.MapGet("/api/v1/jobs", (CancellationToken aborted) => Task.Delay(Timeout.Infinite, aborted)));
        var run = await CliRun.OfAsync(endpoint, "list", "--timeout", "200ms");

        run.ExitCode.ShouldBe(6);
        run.Error.ShouldContain("did not answer within --timeout 200ms");
    }

    private static Task<FakeEndpoint> StartAsync(List<string> queries) => FakeEndpoint.StartAsync(http: host =>
        host.MapGet("/api/v1/jobs", (HttpContext context) =>
        {
            queries.Add(context.Request.QueryString.Value ?? "");
            return Results.Text(context.Request.Query["cursor"] == "c 2" ? Second : First, "application/json");
        }));
}
