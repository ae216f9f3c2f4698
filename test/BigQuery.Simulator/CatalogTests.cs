using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class CatalogTests : IDisposable
{
    private readonly string _journal = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.journal");

    public void Dispose() => File.Delete(_journal);

    [Fact]
    public async Task Datasets_are_made_got_listed_and_deleted()
    {
        await using var scene = await Scene.StartAsync();

        var made = await scene.MakeDatasetAsync("b", """{"location":"eu","labels":{"team":"blue"},"description":"ours"}""");
        await scene.MakeDatasetAsync("a");
        var again = await scene.MakeDatasetAsync("b");
        var first = await scene.GetAsync("projects/acme/datasets?maxResults=1");
        var second = await scene.GetAsync($"projects/acme/datasets?maxResults=1&pageToken={first.Json["nextPageToken"]}");

        made.Code.ShouldBe(HttpStatusCode.OK);
        ((string?)made.Json["id"]).ShouldBe("acme:b");
        ((string?)made.Json["location"]).ShouldBe("EU");
        ((string?)made.Json["description"]).ShouldBe("ours");
        ((string?)made.Json["creationTime"]).ShouldBe($"{scene.Now}");
        again.Code.ShouldBe(HttpStatusCode.Conflict);
        again.Message.ShouldBe("Already Exists: Dataset acme:b");
        ((string?)first.Json["datasets"]![0]!["datasetReference"]!["datasetId"]).ShouldBe("a");
        ((string?)second.Json["datasets"]![0]!["labels"]!["team"]).ShouldBe("blue");
        second.Json["nextPageToken"].ShouldBeNull();
        (await scene.SendAsync(HttpMethod.Delete, "projects/acme/datasets/b")).Code.ShouldBe(HttpStatusCode.NoContent);
        (await scene.GetAsync("projects/acme/datasets/b")).Message.ShouldBe("Not found: Dataset acme:b");
    }

    [Theory]
    [InlineData("{}", "datasetReference.datasetId")]
    [InlineData("""{"datasetReference":{"datasetId":"a-b"}}""", "Invalid dataset ID")]
    [InlineData("""{"datasetReference":"a"}""", "datasetReference")]
    [InlineData("[]", "resource")]
    [InlineData("{", "Invalid JSON")]
    public async Task A_bad_dataset_is_refused(string body, string message)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync("projects/acme/datasets", body);

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain(message);
    }

    [Fact]
    public async Task Tables_are_made_got_listed_and_deleted_and_keep_their_dataset_in_use()
    {
        await using var scene = await Scene.StartAsync();
        await scene.MakeDatasetAsync("d");

        var made = await scene.PostAsync("projects/acme/datasets/d/tables", """{"tableReference":{"tableId":"t"},"schema":{"fields":[{"name":"x","type":"INT64","mode":"REPEATED"}]},"labels":{"k":"v"}}""");
        var again = await scene.PostAsync("projects/acme/datasets/d/tables", """{"tableReference":{"tableId":"t"}}""");
        var nowhere = await scene.PostAsync("projects/acme/datasets/none/tables", """{"tableReference":{"tableId":"t"}}""");
        var inUse = await scene.SendAsync(HttpMethod.Delete, "projects/acme/datasets/d");

        made.Json["schema"]!["fields"]!.ToJsonString().ShouldBe("""[{"name":"x","type":"INTEGER","mode":"REPEATED"}]""");
        ((string?)made.Json["numRows"]).ShouldBe("0");
        ((string?)made.Json["labels"]!["k"]).ShouldBe("v");
        again.Message.ShouldBe("Already Exists: Table acme:d.t");
        nowhere.Message.ShouldBe("Not found: Dataset acme:none");
        inUse.Reason.ShouldBe("resourceInUse");
        ((int)(await scene.GetAsync("projects/acme/datasets/d/tables")).Json["totalItems"]!).ShouldBe(1);
        (await scene.SendAsync(HttpMethod.Delete, "projects/acme/datasets/d/tables/t")).Code.ShouldBe(HttpStatusCode.NoContent);
        (await scene.GetAsync("projects/acme/datasets/d/tables/t")).Message.ShouldBe("Not found: Table acme:d.t");
        (await scene.SendAsync(HttpMethod.Delete, "projects/acme/datasets/d?deleteContents=true")).Code.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_anonymous_result_is_a_table_for_a_day_in_a_dataset_that_no_list_shows()
    {
        await using var scene = await Scene.StartAsync();
        var job = await scene.InsertAsync("j1", "SELECT 1 AS one /* sim: pending=0s duration=0s */");
        var table = job.Json["configuration"]!["query"]!["destinationTable"]!;
        var path = $"projects/acme/datasets/{table["datasetId"]}/tables/{table["tableId"]}";

        ((string?)(await scene.GetAsync($"{path}/data")).Json["rows"]![0]!["f"]![0]!["v"]).ShouldBe("1");
        (await scene.GetAsync("projects/acme/datasets")).Json["datasets"]!.AsArray().ShouldBeEmpty();
        scene.Clock.Advance(TimeSpan.FromHours(24));
        (await scene.GetAsync(path)).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Datasets_tables_and_rows_survive_a_restart()
    {
        var clock = new FakeTimeProvider(Scene.Start);
        const string path = "projects/acme/datasets/d/tables/t";
        string before;
        await using (var scene = await Scene.StartAsync(options => options.Journal = _journal, clock))
        {
            await scene.MakeDatasetAsync("d", """{"location":"EU"}""");
            await scene.MakeDatasetAsync("gone");
            await scene.SendAsync(HttpMethod.Delete, "projects/acme/datasets/gone");
            await scene.PostAsync("projects/acme/datasets/d/tables", """{"tableReference":{"tableId":"dropped"}}""");
            await scene.SendAsync(HttpMethod.Delete, "projects/acme/datasets/d/tables/dropped");
            await scene.WriteAsync("j1", rows: 2);
            await scene.WriteAsync("j2", rows: 2, write: "WRITE_APPEND");
            await scene.WriteAsync("j3", rows: 2);
            await scene.QueryAsync("SELECT 1", request => request["timeoutMs"] = 0);
            before = (await scene.GetAsync(path)).Json["numRows"]! + (await scene.GetAsync($"{path}/data")).Text;
        }

        await using var restarted = await Scene.StartAsync(options => options.Journal = _journal, clock);

        ((await restarted.GetAsync(path)).Json["numRows"]! + (await restarted.GetAsync($"{path}/data")).Text).ShouldBe(before);
        (await restarted.GetAsync("projects/acme/datasets")).Json["datasets"]!.AsArray().Select(dataset => (string?)dataset!["id"]).ShouldBe(["acme:d"]);
        (await restarted.GetAsync("projects/acme/datasets/d/tables")).Json["tables"]!.AsArray().Count.ShouldBe(1);
        (await restarted.GetJobAsync("j3", "EU")).JobError.ShouldBe("duplicate");
        (restarted.Simulator.ReadBooks().Calls["insert"], restarted.Simulator.ReadBooks().Calls["query"]).ShouldBe((3, 1));
    }

    [Fact]
    public async Task Projects_are_those_that_were_named()
    {
        await using var scene = await Scene.StartAsync();
        await scene.MakeDatasetAsync("d");
        await scene.PostAsync("projects/other/queries", """{"query":"SELECT 1","timeoutMs":0}""");

        var projects = (await scene.GetAsync("bigquery/v2/projects")).Json;

        projects["projects"]!.AsArray().Select(project => (string?)project!["id"]).ShouldBe(["acme", "other"]);
        ((string?)(await scene.GetAsync("projects/acme/serviceAccount")).Json["email"])!.ShouldContain("@");
    }
}
