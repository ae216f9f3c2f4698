using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>What a running query tells over time.</summary>
public sealed class TimelineTests
{
    private const long Start = 1_795_000_000_000;

    [Fact]
    public async Task Timeline_becomes_series_at_the_time_of_each_entry()
    {
        var seen = await LookUpAsync(
        [
            new JsonObject { ["elapsedMs"] = "2000", ["totalSlotMs"] = "30", ["completedUnits"] = "7", ["pendingUnits"] = "1" },
            new JsonObject { ["elapsedMs"] = "1000", ["totalSlotMs"] = "10", ["completedUnits"] = "2" },
        ]);
        seen.Metrics.Select(series => series.Name).ShouldBe(["totalSlotMs", "completedUnits", "pendingUnits"]);
        seen.Metrics[0].Samples.ShouldBe(
        [
            new MetricSample(DateTimeOffset.FromUnixTimeMilliseconds(Start + 1000), 10),
            new MetricSample(DateTimeOffset.FromUnixTimeMilliseconds(Start + 2000), 30),
        ]);
    }

    [Fact]
    public async Task A_long_timeline_is_thinned_and_keeps_its_last_entry()
    {
        var seen = await LookUpAsync(new JsonArray(
            [.. Enumerable.Range(0, 1234).Select(i => new JsonObject { ["elapsedMs"] = $"{i * 1000}", ["totalSlotMs"] = $"{i}" })]));
        var samples = seen.Metrics.ShouldHaveSingleItem().Samples;
        samples.Count.ShouldBeLessThanOrEqualTo(100);
        samples.Count.ShouldBeGreaterThan(50);
        samples[^1].Value.ShouldBe(1233);
    }

    [Fact]
    public async Task Stages_are_told_while_it_runs()
    {
        var seen = await LookUpAsync([]);
        seen.Message.ShouldBe("BigQuery says RUNNING, 1 of 2 stages complete");
        seen.Metrics.ShouldBeEmpty();
    }

    private static async Task<JobSeen> LookUpAsync(JsonArray timeline)
    {
        using var stage = new PluginStage();
        var job = Samples.Job("RUNNING");
        job["statistics"] = new JsonObject
        {
            ["startTime"] = $"{Start}",
            ["query"] = new JsonObject
            {
                ["timeline"] = timeline,
                ["queryPlan"] = new JsonArray(
                    new JsonObject { ["name"] = "S00: Input", ["status"] = "COMPLETE" }, new JsonObject { ["name"] = "S01: Output", ["status"] = "RUNNING" }),
            },
        };
        stage.Service.Answers(job);
        return (JobSeen)await stage.LookUpAsync();
    }
}
