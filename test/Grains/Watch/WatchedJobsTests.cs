using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Watch;

namespace BackendPlugins.Grains.Tests;

public sealed class WatchedJobsTests
{
    private static readonly DateTimeOffset Now = Records.Later;

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 1, 0)]
    public void Jobs_leave_in_any_order_and_more_than_once(params int[] order)
    {
        var jobs = new WatchedJobs();
        var added = Enumerable.Range(0, 3).Select(_ => Add(jobs, Records.Running, Now)).ToList();
        for (var left = 2; left >= 0; left--)
        {
            jobs.Remove(added[order[2 - left]]);
            jobs.Remove(added[order[2 - left]]);
            Count(jobs).ShouldBe(left);
        }

        Add(jobs, Records.Running, Now);
        Count(jobs).ShouldBe(1);
    }

    [Fact]
    public void A_sum_finds_what_is_oldest_and_most_overdue()
    {
        var jobs = new WatchedJobs();
        Add(jobs, Records.Accepted, Now - TimeSpan.FromSeconds(7));
        var cancelling = Records.Running.Cancelling();
        Add(jobs, Records.Running, Now + TimeSpan.FromSeconds(3))
            .Tell(cancelling, JobShown.Of(cancelling) with { Trouble = new UpstreamTrouble(Now, "busy", 1, Now) });
        Add(jobs, Records.Running, Now).Expect(Now - TimeSpan.FromSeconds(2));

        var sum = jobs.Sum(Now, ["Idle"]);

        sum.Overdue.ShouldBe(TimeSpan.FromSeconds(7));
        sum.Phases[("Test", JobPhase.Running)].ShouldBe(2);
        sum.Phases[("Idle", JobPhase.Running)].ShouldBe(0);
        sum.Plugins["Test"].InTrouble.ShouldBe(1);
        sum.Plugins["Test"].Cancels.ShouldBe(1);
        sum.Plugins["Test"].OldestCancel.ShouldBe(TimeSpan.FromSeconds(5));
        sum.Plugins["Test"].OldestSubmit.ShouldBe(TimeSpan.FromSeconds(10));
        sum.Plugins["Idle"].Cancels.ShouldBe(0);
    }

    private static WatchedJob Add(WatchedJobs jobs, JobRecord job, DateTimeOffset due) => jobs.Add(job, JobShown.Of(job), due);

    private static int Count(WatchedJobs jobs) => jobs.Sum(Now, []).Phases.Values.Sum();
}
