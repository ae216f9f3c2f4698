using System.Net;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class DestinationTests
{
    [Fact]
    public async Task A_job_fills_its_destination_at_its_end_and_not_before()
    {
        await using var scene = await Scene.StartAsync();
        await scene.WriteAsync("j1", rows: 3, seconds: 5);

        var before = await scene.GetAsync("projects/acme/datasets/d/tables/t");
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        var table = await scene.GetAsync("projects/acme/datasets/d/tables/t");
        var rows = await scene.GetAsync("projects/acme/datasets/d/tables/t/data");

        before.Code.ShouldBe(HttpStatusCode.NotFound);
        ((string?)table.Json["numRows"]).ShouldBe("3");
        ((string?)table.Json["schema"]!["fields"]![0]!["name"]).ShouldBe("row_number");
        ((string?)table.Json["creationTime"]).ShouldBe($"{scene.Now}");
        rows.Json["rows"]!.AsArray().Select(row => (string?)row!["f"]![0]!["v"]).ShouldBe(["0", "1", "2"]);
        rows.Json["rows"]!.ToJsonString().ShouldBe((await scene.GetAsync("projects/acme/queries/j1")).Json["rows"]!.ToJsonString());
    }

    [Theory]
    [InlineData("fail=backendError")]
    [InlineData("cancel-delay=0s")]
    public async Task A_job_that_fails_or_is_cancelled_writes_nothing(string words)
    {
        await using var scene = await Scene.StartAsync();
        await scene.WriteAsync("j1", rows: 3, seconds: 5, words: words);
        if (words.StartsWith("cancel", StringComparison.Ordinal))
        {
            await scene.CancelAsync("j1");
        }

        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        (await scene.GetJobAsync("j1")).JobError.ShouldNotBeNull();
        (await scene.GetAsync("projects/acme/datasets/d/tables/t")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(null, null, "duplicate", "3")]
    [InlineData("WRITE_EMPTY", null, "duplicate", "3")]
    [InlineData("WRITE_APPEND", null, null, "5")]
    [InlineData("WRITE_TRUNCATE", null, null, "2")]
    [InlineData("WRITE_APPEND", "CREATE_NEVER", null, "5")]
    public async Task The_write_disposition_decides_about_rows_that_are_there(string? write, string? create, string? reason, string rows)
    {
        await using var scene = await Scene.StartAsync();
        await scene.WriteAsync("j1", rows: 3);

        await scene.WriteAsync("j2", rows: 2, write: write, create: create);

        var job = await scene.GetJobAsync("j2");
        job.JobError.ShouldBe(reason);
        ((string?)job.Json["status"]!["errorResult"]?["message"]).ShouldBe(reason is null ? null : "Already Exists: Table acme:d.t");
        ((string?)(await scene.GetAsync("projects/acme/datasets/d/tables/t")).Json["numRows"]).ShouldBe(rows);
    }

    [Fact]
    public async Task Of_two_jobs_that_both_need_the_table_empty_the_later_to_end_fails()
    {
        await using var scene = await Scene.StartAsync();
        await scene.WriteAsync("slow", rows: 1, seconds: 9);
        await scene.WriteAsync("quick", rows: 2, seconds: 5);

        scene.Clock.Advance(TimeSpan.FromSeconds(20));

        (await scene.GetJobAsync("slow")).JobError.ShouldBe("duplicate");
        (await scene.GetJobAsync("quick")).JobError.ShouldBeNull();
        (await scene.BookAsync("slow"))["errorReason"]!.GetValue<string>().ShouldBe("duplicate");
        ((string?)(await scene.GetAsync("projects/acme/datasets/d/tables/t")).Json["numRows"]).ShouldBe("2");
    }

    [Fact]
    public async Task Appended_rows_must_have_the_tables_columns_unless_the_schema_may_change()
    {
        await using var scene = await Scene.StartAsync();
        await scene.WriteAsync("j1", rows: 1);

        await scene.WriteAsync("other", rows: 1, write: "WRITE_APPEND", columns: "row_number:INT64,extra:STRING");
        await scene.WriteAsync("allowed", rows: 1, write: "WRITE_APPEND", columns: "row_number:INT64,extra:STRING", schemaUpdate: true);

        (await scene.GetJobAsync("other")).JobError.ShouldBe("invalid");
        (await scene.GetJobAsync("allowed")).JobError.ShouldBeNull();
        var rows = (await scene.GetAsync("projects/acme/datasets/d/tables/t/data")).Json["rows"]!;
        rows[0]!["f"]!.AsArray().Count.ShouldBe(2);
        rows[0]!["f"]![1]!["v"].ShouldBeNull();
        rows[1]!["f"]![1]!["v"].ShouldNotBeNull();
        ((string?)(await scene.GetAsync("projects/acme/datasets/d/tables/t/data?selectedFields=extra")).Json["rows"]![1]!["f"]![0]!["v"]).ShouldBe((string?)rows[1]!["f"]![1]!["v"]);
    }

    [Theory]
    [InlineData(null, "nowhere", null, "Not found: Dataset acme:nowhere was not found in location US")]
    [InlineData("EU", "d", null, "Not found: Dataset acme:d was not found in location EU")]
    [InlineData(null, "d", "CREATE_NEVER", "Not found: Table acme:d.t was not found in location US")]
    public async Task With_datasets_required_a_destination_that_is_not_there_fails_the_job(string? location, string dataset, string? create, string message)
    {
        await using var scene = await Scene.StartAsync(options => options.RequireDatasets = true);
        await scene.MakeDatasetAsync("d");

        await scene.WriteAsync("j1", rows: 1, dataset: dataset, create: create, location: location);
        var job = await scene.GetJobAsync("j1");

        job.JobError.ShouldBe("notFound");
        ((string?)job.Json["status"]!["errorResult"]!["message"]).ShouldBe(message);
    }

    [Fact]
    public async Task A_job_that_names_no_location_runs_where_its_dataset_is()
    {
        await using var scene = await Scene.StartAsync();
        await scene.MakeDatasetAsync("d", """{"location":"europe-west3"}""");

        await scene.WriteAsync("j1", rows: 1);
        await scene.InsertAsync("j2", "SELECT 1", change: configuration => configuration["query"]!["defaultDataset"] = new JsonObject { ["datasetId"] = "d" });

        (await scene.GetJobAsync("j1", "europe-west3")).JobError.ShouldBeNull();
        (await scene.GetJobAsync("j2", "europe-west3")).Code.ShouldBe(HttpStatusCode.OK);
    }
}
