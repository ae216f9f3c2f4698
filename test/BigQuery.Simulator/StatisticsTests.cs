using System.Globalization;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class StatisticsTests
{
    [Fact]
    public async Task Stages_are_done_one_after_the_other_while_the_job_runs()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=1s duration=9s stages=3 slot-ms=9000 */");
        (await scene.GetJobAsync("j1")).Json["statistics"]!["query"].ShouldBeNull();

        scene.Clock.Advance(TimeSpan.FromSeconds(5.5));
        var running = Query(await scene.GetJobAsync("j1"));
        scene.Clock.Advance(TimeSpan.FromSeconds(60));
        var done = Query(await scene.GetJobAsync("j1"));

        Stages(running).ShouldBe(["S00: Input COMPLETE 10", "S01: Join+ RUNNING 5", "S02: Output PENDING 0"]);
        ((string?)running["queryPlan"]![0]!["slotMs"]).ShouldBe("3000");
        running["queryPlan"]![1]!["endMs"].ShouldBeNull();
        running["queryPlan"]![1]!["inputStages"]!.ToJsonString().ShouldBe("""["0"]""");
        Stages(done).ShouldBe(["S00: Input COMPLETE 10", "S01: Join+ COMPLETE 10", "S02: Output COMPLETE 10"]);
        ((string?)done["queryPlan"]![0]!["startMs"]).ShouldBe($"{Scene.Start.AddSeconds(1).ToUnixTimeMilliseconds()}");
        ((string?)done["queryPlan"]![2]!["endMs"]).ShouldBe($"{Scene.Start.AddSeconds(10).ToUnixTimeMilliseconds()}");
    }

    [Fact]
    public async Task The_timeline_grows_and_stays_short()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=10s slot-ms=40000 */");
        await scene.InsertAsync("long", "SELECT 1 /* sim: pending=0s duration=10h */");

        scene.Clock.Advance(TimeSpan.FromSeconds(2.5));
        var running = Query(await scene.GetJobAsync("j1"))["timeline"]!.AsArray();
        scene.Clock.Advance(TimeSpan.FromHours(11));
        var done = Query(await scene.GetJobAsync("j1"))["timeline"]!.AsArray();

        running.Select(sample => (string?)sample!["elapsedMs"]).ShouldBe(["1000", "2000", "2500"]);
        ((string?)running[^1]!["totalSlotMs"]).ShouldBe("10000");
        ((string?)running[^1]!["activeUnits"]).ShouldBe("1");
        done.Count.ShouldBe(10);
        done.Select(sample => int.Parse((string)sample!["completedUnits"]!, CultureInfo.InvariantCulture)).ShouldBeInOrder();
        ((string?)done[^1]!["totalSlotMs"]).ShouldBe("40000");
        ((string?)done[^1]!["pendingUnits"]).ShouldBe("0");
        Query(await scene.GetJobAsync("long"))["timeline"]!.AsArray().Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_job_that_was_stopped_shows_the_stage_it_was_in_as_failed()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=10s cancel-delay=0s */");
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        await scene.CancelAsync("j1");
        scene.Clock.Advance(TimeSpan.FromSeconds(20));

        Stages(Query(await scene.GetJobAsync("j1"))).ShouldBe(["S00: Input FAILED 4", "S01: Output PENDING 0"]);
    }

    [Fact]
    public async Task Lists_cache_hits_and_scripts_have_no_plan()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("hit", "SELECT 1 /* sim: cache=hit */");
        await scene.InsertAsync("script", "SELECT 1; SELECT 2 /* sim: pending=0s duration=0s */");

        Query(await scene.GetJobAsync("hit"))["queryPlan"].ShouldBeNull();
        Query(await scene.GetJobAsync("script"))["queryPlan"].ShouldBeNull();
        (await scene.ListAsync("projection=full")).Text.ShouldNotContain("queryPlan");
    }

    private static JsonNode Query(Answer job) => job.Json["statistics"]!["query"]!;

    private static IEnumerable<string> Stages(JsonNode query) =>
        query["queryPlan"]!.AsArray().Select(stage => $"{stage!["name"]} {stage["status"]} {stage["completedParallelInputs"]}");
}
