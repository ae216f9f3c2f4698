using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

/// <summary>The tables that DDL and DML name.</summary>
public sealed class StatementTargetTests
{
    [Theory]
    [InlineData("CREATE TABLE d.t AS SELECT 1", "acme:d.t", "CREATE", "acme:d.t")]
    [InlineData("create or replace table `other.d.t` as select 1", "other:d.t", "REPLACE", "other:d.t")]
    [InlineData("CREATE TABLE IF NOT EXISTS d.t AS SELECT 1", null, "CREATE", "acme:d.t")]
    [InlineData("-- CREATE TABLE x.y AS\nCREATE TABLE `my-project`.d.t AS SELECT 1", "my-project:d.t", "CREATE", "my-project:d.t")]
    [InlineData("CREATE TABLE d.t (x INT64)", null, "CREATE", "acme:d.t")]
    [InlineData("DROP TABLE IF EXISTS d.t", null, "DROP", "acme:d.t")]
    [InlineData("ALTER TABLE d.t ADD COLUMN y INT64", null, "ALTER", "acme:d.t")]
    [InlineData("INSERT INTO d.t (x) VALUES (1)", "acme:d.t", null, null)]
    [InlineData("UPDATE t SET x = 1 WHERE true", "acme:usual.t", null, null)]
    [InlineData("DELETE d.t WHERE true", "acme:d.t", null, null)]
    [InlineData("MERGE INTO d.t USING s ON false WHEN NOT MATCHED THEN INSERT ROW", "acme:d.t", null, null)]
    [InlineData("CREATE VIEW d.v AS SELECT 1", null, null, null)]
    public async Task The_table_that_a_statement_names_is_told(string query, string? destination, string? operation, string? target)
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", query, change: configuration => configuration["query"]!["defaultDataset"] = new JsonObject { ["datasetId"] = "usual" });
        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        var job = (await scene.GetJobAsync("j1")).Json;

        job["status"]!["errorResult"].ShouldBeNull();
        Name(job["configuration"]!["query"]!["destinationTable"]).ShouldBe(destination);
        ((string?)job["statistics"]!["query"]!["ddlOperationPerformed"]).ShouldBe(operation);
        Name(job["statistics"]!["query"]!["ddlTargetTable"]).ShouldBe(target);
    }

    [Fact]
    public async Task A_table_made_of_a_query_holds_its_rows_and_is_not_made_twice()
    {
        await using var scene = await Scene.StartAsync();
        foreach (var (id, query) in new[] { ("first", "CREATE TABLE d.t"), ("again", "CREATE TABLE d.t"), ("instead", "CREATE OR REPLACE TABLE d.t") })
        {
            await scene.InsertAsync(id, $"{query} AS SELECT * FROM s /* sim: pending=0s duration=1s columns={id}:INT64 */");
            scene.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await scene.GetJobAsync("first")).JobError.ShouldBeNull();
        (await scene.GetJobAsync("again")).JobError.ShouldBe("duplicate");
        (await scene.GetJobAsync("instead")).JobError.ShouldBeNull();
        ((string?)(await scene.GetAsync("projects/acme/datasets/d/tables/t")).Json["schema"]!["fields"]![0]!["name"]).ShouldBe("instead");
    }

    [Fact]
    public async Task Statements_of_a_script_leave_the_tables_that_they_tell()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "CREATE TEMP TABLE a AS SELECT 1; CREATE TABLE made AS SELECT 2; SELECT 3 AS three /* sim: pending=0s duration=3s */", change: configuration =>
            configuration["query"]!["defaultDataset"] = new JsonObject { ["datasetId"] = "usual" });
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        var tables = (await scene.ListAsync("parentJobId=j1&projection=full")).Json["jobs"]!.AsArray().Select(job => job!["configuration"]!["query"]!["destinationTable"]!).ToList();

        ((string)tables[0]["datasetId"]!).ShouldStartWith("_");
        Name(tables[1]).ShouldBe("acme:usual.made");
        ((string)tables[2]["datasetId"]!).ShouldStartWith("_script");
        foreach (var table in tables)
        {
            ((string?)(await scene.GetAsync($"projects/acme/datasets/{table["datasetId"]}/tables/{table["tableId"]}")).Json["numRows"]).ShouldBe("1");
        }
    }

    private static string? Name(JsonNode? table) => table is null ? null : $"{table["projectId"]}:{table["datasetId"]}.{table["tableId"]}";
}
