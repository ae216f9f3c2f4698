using System.Net;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class ListTests
{
    [Fact]
    public async Task Jobs_are_listed_newest_first_across_pages_without_a_gap_while_new_ones_come()
    {
        await using var scene = await Scene.StartAsync();
        await InsertOnePerSecondAsync(scene, 7);

        var first = await scene.ListAsync("maxResults=3");
        await scene.InsertAsync("newcomer", "SELECT 1");
        var second = await scene.ListAsync($"maxResults=3&pageToken={first.Json["nextPageToken"]}");
        var third = await scene.ListAsync($"maxResults=3&pageToken={second.Json["nextPageToken"]}");

        Ids(first).ShouldBe(["j7", "j6", "j5"]);
        Ids(second).ShouldBe(["j4", "j3", "j2"]);
        Ids(third).ShouldBe(["j1"]);
        third.Json["nextPageToken"].ShouldBeNull();
        ((string?)first.Json["kind"]).ShouldBe("bigquery#jobList");
        ((string?)first.Json["etag"]).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_page_has_the_default_size_unless_asked_and_never_more_than_the_limit()
    {
        await using var scene = await Scene.StartAsync(options => (options.ListPageSize, options.ListPageLimit) = (2, 4));
        await InsertOnePerSecondAsync(scene, 6);

        (await scene.ListIdsAsync()).Count.ShouldBe(2);
        (await scene.ListIdsAsync("maxResults=0")).Count.ShouldBe(2);
        (await scene.ListIdsAsync("maxResults=3")).Count.ShouldBe(3);
        (await scene.ListIdsAsync("maxResults=100")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_full_last_page_has_no_token()
    {
        await using var scene = await Scene.StartAsync();
        await InsertOnePerSecondAsync(scene, 2);

        (await scene.ListAsync("maxResults=2")).Json["nextPageToken"].ShouldBeNull();
        (await scene.ListAsync("maxResults=1")).Json["nextPageToken"].ShouldNotBeNull();
    }

    [Fact]
    public async Task States_are_filtered_singly_and_together()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("pending", "SELECT 1 /* sim: pending=1h */");
        await scene.InsertAsync("running", "SELECT 1 /* sim: pending=0s duration=1h */");
        await scene.InsertAsync("done", "SELECT 1 /* sim: pending=0s duration=0s */");

        (await scene.ListIdsAsync("stateFilter=pending")).ShouldBe(["pending"]);
        (await scene.ListIdsAsync("stateFilter=running")).ShouldBe(["running"]);
        (await scene.ListIdsAsync("stateFilter=done")).ShouldBe(["done"]);
        (await scene.ListIdsAsync("stateFilter=pending&stateFilter=running")).ShouldBe(["running", "pending"]);
    }

    [Fact]
    public async Task Creation_times_bound_the_list_inclusively()
    {
        await using var scene = await Scene.StartAsync();
        await InsertOnePerSecondAsync(scene, 5);
        var start = Scene.Start.ToUnixTimeMilliseconds();

        (await scene.ListIdsAsync($"minCreationTime={start + 2000}")).ShouldBe(["j5", "j4", "j3"]);
        (await scene.ListIdsAsync($"maxCreationTime={start + 2000}")).ShouldBe(["j3", "j2", "j1"]);
        (await scene.ListIdsAsync($"minCreationTime={start + 1000}&maxCreationTime={start + 3000}&maxResults=2")).ShouldBe(["j4", "j3"]);
    }

    [Fact]
    public async Task The_projection_decides_whether_status_user_and_configuration_are_told()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=0s fail=accessDenied */");

        var minimal = (await scene.ListAsync()).Json["jobs"]![0]!.AsObject();
        var full = (await scene.ListAsync("projection=full")).Json["jobs"]![0]!.AsObject();

        minimal.Select(member => member.Key).ShouldBe(["kind", "etag", "id", "jobReference", "state", "errorResult", "statistics"]);
        ((string?)minimal["state"]).ShouldBe("DONE");
        ((string?)minimal["errorResult"]!["reason"]).ShouldBe("accessDenied");
        ((string?)full["status"]!["errorResult"]!["reason"]).ShouldBe("accessDenied");
        ((string?)full["state"]).ShouldBe("DONE");
        full["user_email"].ShouldNotBeNull();
        full["configuration"]!["query"]!["destinationTable"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_list_holds_the_projects_own_jobs_of_all_locations()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1");
        await scene.InsertAsync("j2", "SELECT 1", "europe-west1");
        await scene.PostAsync("projects/other/jobs", """{"jobReference":{"jobId":"j3"},"configuration":{"query":{"query":"SELECT 1"}}}""");

        (await scene.ListIdsAsync("allUsers=true")).ShouldBe(["j2", "j1"]);
        (await scene.GetAsync("projects/none/jobs")).Json["jobs"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("stateFilter=finished", "stateFilter")]
    [InlineData("projection=most", "projection")]
    [InlineData("maxResults=some", "maxResults")]
    [InlineData("maxResults=-1", "maxResults")]
    [InlineData("minCreationTime=noon", "minCreationTime")]
    [InlineData("maxCreationTime=noon", "maxCreationTime")]
    [InlineData("pageToken=%25%25", "pageToken")]
    public async Task A_bad_parameter_is_refused_by_name(string query, string parameter)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ListAsync(query);

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Reason.ShouldBe("invalid");
        ((string?)answer.Json["error"]!["errors"]![0]!["location"]).ShouldBe(parameter);
    }

    private static async Task InsertOnePerSecondAsync(Scene scene, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await scene.InsertAsync($"j{number}", "SELECT 1");
            scene.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static IEnumerable<string> Ids(Answer page) => page.Json["jobs"]!.AsArray().Select((JsonNode? job) => (string)job!["jobReference"]!["jobId"]!);
}
