using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Tests;

public sealed class JobProgressTests
{
    private static readonly MetricSeries Slots = new("totalSlotMs", [new MetricSample(Records.Start, 1)]);

    [Fact]
    public void News_of_a_running_job_are_kept_and_are_no_edge()
    {
        var job = Say(Records.Running, "stage 1", 1);
        var later = Say(Say(job, "stage 1", 2), "stage 2", 3);
        later.Progress.Select(news => news.Text).ShouldBe(["stage 1", "stage 2"]);
        JobLife.IsEdge(Records.Running, later).ShouldBeFalse();
    }

    [Fact]
    public void Only_the_last_news_are_kept()
    {
        var job = Enumerable.Range(0, JobLife.LongestProgress + 10).Aggregate(Records.Running, (known, i) => Say(known, $"stage {i}", i));
        job.Progress.Count.ShouldBe(JobLife.LongestProgress);
        job.Progress[^1].Text.ShouldBe($"stage {JobLife.LongestProgress + 9}");
    }

    [Fact]
    public void Series_are_replaced_by_newer_ones_and_kept_where_none_come()
    {
        var job = JobLife.Observe(Records.Running, Evidence.Seen(Evidence.External, ServicePhase.Running) with { Metrics = [Slots] }, Records.Later);
        job.Metrics.ShouldBe([Slots]);
        JobLife.Observe(job, Evidence.Seen(Evidence.External, ServicePhase.Succeeded), Records.Later).Metrics.ShouldBe([Slots]);
    }

    private static JobRecord Say(JobRecord job, string message, int second) => JobLife.Observe(
        job, Evidence.Seen(Evidence.External, ServicePhase.Running) with { Message = message }, Records.Later.AddSeconds(second));
}
