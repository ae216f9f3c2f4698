using System.Text;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class ResultTests
{
    private const string Quick = "pending=0s duration=0s";

    // Row 0 is an ordinary one, 1 to 3 hold edges, 9 is NULL.
    [Theory]
    [InlineData("INT64", "INTEGER", 1, "9223372036854775807")]
    [InlineData("INT64", "INTEGER", 2, "-9223372036854775808")]
    [InlineData("FLOAT64", "FLOAT", 1, "NaN")]
    [InlineData("FLOAT64", "FLOAT", 2, "Infinity")]
    [InlineData("FLOAT64", "FLOAT", 3, "-Infinity")]
    [InlineData("STRING", "STRING", 1, "")]
    [InlineData("BYTES", "BYTES", 1, "")]
    [InlineData("DATE", "DATE", 1, "0001-01-01")]
    [InlineData("DATETIME", "DATETIME", 2, "9999-12-31T23:59:59.999999")]
    [InlineData("TIME", "TIME", 3, "00:00:00")]
    [InlineData("TIMESTAMP", "TIMESTAMP", 1, "-6.21355968E10")]
    [InlineData("TIMESTAMP", "TIMESTAMP", 3, "0.0")]
    [InlineData("NUMERIC", "NUMERIC", 1, "99999999999999999999999999999.999999999")]
    [InlineData("JSON", "JSON", 1, "null")]
    public async Task A_types_edges_are_in_the_rows(string type, string told, int row, string value)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT * FROM t /* sim: {Quick} rows=10 columns=c:{type} */");

        ((string?)answer.Json["schema"]!["fields"]![0]!["type"]).ShouldBe(told);
        Cell(answer, row).ShouldBe(value);
        Cell(answer, 9).ShouldBeNull();
        Cell(answer, 0).ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""{}""", @"^\d\.\d+E9$")]
    [InlineData("""{"useInt64Timestamp":true}""", @"^\d{15,16}$")]
    [InlineData("""{"timestampOutputFormat":"INT64"}""", @"^\d{15,16}$")]
    [InlineData("""{"timestampOutputFormat":"ISO8601_STRING"}""", @"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
    public async Task Timestamps_are_written_as_asked_for(string options, string form)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT * FROM t /* sim: {Quick} columns=c:TIMESTAMP */", request => request["formatOptions"] = JsonNode.Parse(options));

        Cell(answer, 0)!.ShouldMatch(form);
    }

    [Fact]
    public async Task Lists_and_structs_nest()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT * FROM t /* sim: {Quick} rows=8 columns='a: ARRAY<STRUCT<x:INT64, y:ARRAY<STRING>>>,s:STRUCT<z:BOOL>' */");

        var fields = answer.Json["schema"]!["fields"]!;
        $"{fields[0]!["type"]} {fields[0]!["mode"]} {fields[0]!["fields"]![1]!["type"]} {fields[0]!["fields"]![1]!["mode"]}".ShouldBe("RECORD REPEATED STRING REPEATED");
        var elements = answer.Json["rows"]!.AsArray().SelectMany(row => row!["f"]![0]!["v"]!.AsArray()).ToList();
        elements.ShouldNotBeEmpty();
        elements.ShouldAllBe(element => element!["v"]!["f"]!.AsArray().Count == 2);
        answer.Json["rows"]!.AsArray().ShouldAllBe(row => row!["f"]![1]!["v"]!["f"]![0]!["v"]!.ToString() == "true" || row["f"]![1]!["v"]!["f"]![0]!["v"]!.ToString() == "false");
    }

    [Fact]
    public async Task The_same_rows_are_read_on_every_page_and_in_every_life()
    {
        var reads = new List<string>();
        foreach (var size in new[] { 3, 100 })
        {
            await using var scene = await Scene.StartAsync();
            await scene.InsertAsync("j1", $"SELECT * FROM t /* sim: {Quick} rows=20 columns=row_number:INT64,s:STRING,t:TIMESTAMP */");
            var (rows, next) = ("", "");
            do
            {
                var page = (await scene.GetAsync($"projects/acme/queries/j1?maxResults={size}{next}")).Json;
                page["rows"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(size);
                ((string?)page["totalRows"]).ShouldBe("20");
                rows += string.Concat(page["rows"]!.AsArray().Select(row => row!.ToJsonString()));
                next = page["pageToken"] is { } token ? $"&pageToken={token}" : null;
            }
            while (next is not null);

            reads.Add(rows);
        }

        reads[1].ShouldBe(reads[0]);
    }

    [Theory]
    [InlineData("maxResults=0", 0, true)]
    [InlineData("startIndex=15", 5, false)]
    [InlineData("startIndex=20", 0, false)]
    [InlineData("startIndex=15&maxResults=2", 2, true)]
    [InlineData("", 12, true)]
    public async Task A_page_begins_and_ends_where_it_is_told(string query, int rows, bool goesOn)
    {
        await using var scene = await Scene.StartAsync(options => options.ResultPageLimit = 12);
        await scene.InsertAsync("j1", $"SELECT * FROM t /* sim: {Quick} rows=20 columns=row_number:INT64 */");

        var page = (await scene.GetAsync($"projects/acme/queries/j1?{query}")).Json;

        (page["rows"]?.AsArray().Count ?? 0).ShouldBe(rows);
        (page["pageToken"] is not null).ShouldBe(goesOn && rows > 0);
        page["schema"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_page_of_wide_rows_ends_at_ten_mebibytes()
    {
        await using var scene = await Scene.StartAsync();
        var columns = string.Join(',', Enumerable.Range(0, 400).Select(number => $"a_column_with_a_long_name_{number}:STRING"));
        await scene.InsertAsync("j1", $"SELECT * FROM t /* sim: {Quick} rows=5000 columns={columns} */");

        var answer = await scene.GetAsync("projects/acme/queries/j1");

        Encoding.UTF8.GetByteCount(answer.Text).ShouldBeInRange(10 * 1024 * 1024, 11 * 1024 * 1024);
        answer.Json["pageToken"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("INT64", "\"5\"", "5")]
    [InlineData("INT64", "5", "5")]
    [InlineData("FLOAT64", "0.5", "0.5")]
    [InlineData("FLOAT64", "\"nan\"", "NaN")]
    [InlineData("FLOAT64", "\"+inf\"", "Infinity")]
    [InlineData("FLOAT64", "\"-Infinity\"", "-Infinity")]
    [InlineData("BOOL", "\"TRUE\"", "true")]
    [InlineData("BOOL", "false", "false")]
    [InlineData("STRING", "\"\"", "")]
    [InlineData("STRING", "null", null)]
    [InlineData("BYTES", "\"AAE=\"", "AAE=")]
    [InlineData("DATE", "\"2026-02-03\"", "2026-02-03")]
    [InlineData("DATETIME", "\"2026-02-03 04:05:06\"", "2026-02-03T04:05:06")]
    [InlineData("TIMESTAMP", "\"2001-09-09 01:46:40+00:00\"", "1.0E9")]
    [InlineData("TIMESTAMP", "\"2001-09-09T03:46:40.5+02:00\"", "1.0000000005E9")]
    [InlineData("NUMERIC", "\"1.10\"", "1.10")]
    public async Task A_parameter_comes_back_as_the_value_its_type_makes_of_it(string type, string sent, string? shown)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT @p /* sim: {Quick} */", request => request["queryParameters"] = JsonNode.Parse(
            $$"""[{"name":"p","parameterType":{"type":"{{type}}"},"parameterValue":{"value":{{sent}} } }]"""));

        Cell(answer, 0).ShouldBe(shown);
    }

    [Fact]
    public async Task Positional_parameters_lists_and_structs_come_back()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT ?, ? AS s /* sim: {Quick} */", request => request["queryParameters"] = JsonNode.Parse(
            """
            [{"parameterType":{"type":"ARRAY","arrayType":{"type":"INT64"}},"parameterValue":{"arrayValues":[{"value":"1"},{"value":"2"}]}},
             {"parameterType":{"type":"STRUCT","structTypes":[{"name":"x","type":{"type":"BOOL"}}]},"parameterValue":{"structValues":{"x":{"value":"true"}}}}]
            """));

        answer.Json["rows"]!.ToJsonString().ShouldBe("""[{"f":[{"v":[{"v":"1"},{"v":"2"}]},{"v":{"f":[{"v":"true"}]}}]}]""");
    }

    [Theory]
    [InlineData("SELECT @there, @missing", "Query parameter 'missing' not found")]
    [InlineData("SELECT 1; SELECT @missing", "Query parameter 'missing' not found")]
    [InlineData("SELECT ?", "Query parameter number 1 is not defined")]
    public async Task A_parameter_that_was_not_given_fails_the_job(string query, string message)
    {
        await using var scene = await Scene.StartAsync();

        await scene.InsertAsync("j1", query, change: configuration => configuration["query"]!["queryParameters"] =
            query.Contains('?') ? null : JsonNode.Parse("""[{"name":"there","parameterType":{"type":"INT64"},"parameterValue":{"value":"1"}}]"""));
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        var job = await scene.GetJobAsync("j1");

        job.JobError.ShouldBe("invalidQuery");
        ((string?)job.Json["status"]!["errorResult"]!["message"])!.ShouldContain(message);
    }

    [Theory]
    [InlineData("SELECT 1; SELECT 2 AS b; CREATE TABLE d.t (x INT64)", null, null)]
    [InlineData("SELECT 1; SELECT 2 AS b", null, "2")]
    [InlineData("SELECT 1; SELECT 2 AS b", "FIRST_SELECT", "1")]
    public async Task A_script_shows_the_result_of_its_key_statement(string query, string? key, string? value)
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", $"{query} /* sim: {Quick} */", change: configuration =>
            configuration["query"]!["scriptOptions"] = key is null ? null : new JsonObject { ["keyResultStatement"] = key });

        var answer = (await scene.GetAsync("projects/acme/queries/j1")).Json;

        ((string?)answer["rows"]?[0]!["f"]![0]!["v"]).ShouldBe(value);
        ((string?)answer["totalRows"]).ShouldBe(value is null ? "0" : "1");
    }

    [Theory]
    [InlineData("columns=a")]
    [InlineData("columns=a:INT")]
    [InlineData("columns=a:INT64,a:STRING")]
    [InlineData("columns=a:ARRAY<ARRAY<INT64>>")]
    [InlineData("columns=a:STRUCT<b:INT64")]
    [InlineData("columns='a:INT64,'")]
    public async Task Columns_that_make_no_sense_are_refused(string words)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT * FROM t /* sim: {words} */");

        answer.Reason.ShouldBe("invalid");
        answer.Message!.ShouldStartWith("columns:");
    }

    private static string? Cell(Answer answer, int row) => (string?)answer.Json["rows"]![row]!["f"]![0]!["v"];
}
