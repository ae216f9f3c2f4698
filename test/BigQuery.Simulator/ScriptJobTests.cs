using System.Net;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class ScriptJobTests
{
    private const string Script = "CREATE TEMP TABLE a AS SELECT 1; INSERT INTO d.t SELECT * FROM a; SELECT * FROM d.t /* sim: pending=1s duration=9s bytes=300 */";

    [Fact]
    public async Task Each_statement_becomes_a_child_job_in_its_turn_and_is_listed_under_its_parent_only()
    {
        await using var scene = await Scene.StartAsync();
        var created = scene.Now;
        var inserted = await scene.InsertAsync("j1", Script);
        inserted.Json["configuration"]!["query"]!["destinationTable"].ShouldBeNull();
        (await scene.ListIdsAsync("parentJobId=j1")).ShouldBeEmpty();

        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        ((string?)(await scene.GetJobAsync("j1")).Json["statistics"]!["numChildJobs"]).ShouldBe("2");

        scene.Clock.Advance(TimeSpan.FromSeconds(20));
        var children = (await scene.ListAsync("parentJobId=j1&projection=full")).Json["jobs"]!.AsArray();

        children.Select(child => (string?)child!["statistics"]!["query"]!["statementType"]).ShouldBe(["SELECT", "INSERT", "CREATE_TABLE_AS_SELECT"]);
        children.ShouldAllBe(child => (string)child!["statistics"]!["parentJobId"]! == "j1");
        ((string?)children[0]!["configuration"]!["query"]!["destinationTable"]!["projectId"]).ShouldBe("acme");
        ((string?)children[1]!["configuration"]!["query"]!["query"]).ShouldBe("INSERT INTO d.t SELECT * FROM a");
        ((string?)children[0]!["statistics"]!["endTime"]).ShouldBe($"{created + 10_000}");
        (await scene.ListIdsAsync()).ShouldBe(["j1"]);
        var child = (string)children[0]!["jobReference"]!["jobId"]!;
        (await scene.GetJobAsync(child)).State.ShouldBe("DONE");
        (await scene.SendAsync(HttpMethod.Delete, $"projects/acme/jobs/{child}/delete?location=US")).Code.ShouldBe(HttpStatusCode.BadRequest);
        scene.Simulator.ReadBooks().Jobs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Children_are_paged_like_jobs()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=0s children=5 */");

        var seen = new List<string>();
        var (token, pages) = ("", 0);
        do
        {
            var page = await scene.ListAsync($"parentJobId=j1&maxResults=2&pageToken={token}");
            seen.AddRange(page.Json["jobs"]!.AsArray().Select(job => (string)job!["jobReference"]!["jobId"]!));
            token = (string?)page.Json["nextPageToken"] ?? "";
            pages++;
        }
        while (token.Length > 0);

        pages.ShouldBe(3);
        seen.Count.ShouldBe(5);
        seen.Distinct().Count().ShouldBe(5);
        seen[0].ShouldEndWith("_4");
    }

    [Fact]
    public async Task Cancelling_a_script_stops_its_running_statement_and_starts_no_other()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", Script);
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        await scene.CancelAsync("j1");

        scene.Clock.Advance(TimeSpan.FromSeconds(20));
        var children = (await scene.ListAsync("parentJobId=j1")).Json["jobs"]!.AsArray();

        (await scene.GetJobAsync("j1")).JobError.ShouldBe("stopped");
        children.Count.ShouldBe(1);
        ((string?)children[0]!["errorResult"]!["reason"]).ShouldBe("stopped");
    }

    [Fact]
    public async Task A_script_that_fails_fails_in_its_last_statement()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1; SELECT 2 /* sim: pending=0s duration=2s fail=resourcesExceeded */");
        scene.Clock.Advance(TimeSpan.FromSeconds(2));

        var children = (await scene.ListAsync("parentJobId=j1")).Json["jobs"]!.AsArray();

        (await scene.GetJobAsync("j1")).JobError.ShouldBe("resourcesExceeded");
        ((string?)children[0]!["errorResult"]?["reason"]).ShouldBe("resourcesExceeded");
        children[1]!["errorResult"].ShouldBeNull();
    }
}
