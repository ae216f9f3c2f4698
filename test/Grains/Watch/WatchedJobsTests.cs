using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Operations;
using BackendPlugins.Grains.Rest;
using BackendPlugins.Grains.Watch;

namespace BackendPlugins.Grains.Tests;

public sealed class WatchedJobsTests
{
    private static readonly DateTimeOffset Now = Records.Later;

    private readonly WatchedJobs _jobs = new();

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 1, 0)]
    public void Jobs_leave_in_any_order_and_more_than_once(params int[] order)
    {
        var added = Enumerable.Range(0, 3).Select(_ => Add(Records.Running)).ToList();
        for (var left = 2; left >= 0; left--)
        {
            _jobs.Remove(added[order[2 - left]]);
            _jobs.Remove(added[order[2 - left]]);
            Count().ShouldBe(left);
        }

        Add(Records.Running);
        Count().ShouldBe(1);
    }

    [Fact]
    public void A_sum_finds_what_is_oldest_and_most_overdue()
    {
        Add(Records.Accepted).Expect(Now - TimeSpan.FromSeconds(7));
        var cancelling = Records.Running.Cancelling();
        Add(Records.Running)
            .Tell(new AwakeJob(cancelling, cancelling, JobShown.Of(cancelling) with { Trouble = new UpstreamTrouble(Now, "busy", 1, Now) }));
        Add(Records.Running).Expect(Now - TimeSpan.FromSeconds(2));

        var sum = _jobs.Sum(Now, ["Idle"]);

        sum.Overdue.ShouldBe(TimeSpan.FromSeconds(7));
        sum.Phases[("Test", JobPhase.Running)].ShouldBe(2);
        sum.Phases[("Idle", JobPhase.Running)].ShouldBe(0);
        sum.Plugins["Test"].InTrouble.ShouldBe(1);
        sum.Plugins["Test"].Cancels.ShouldBe(1);
        sum.Plugins["Test"].OldestCancel.ShouldBe(TimeSpan.FromSeconds(5));
        sum.Plugins["Test"].OldestSubmit.ShouldBe(TimeSpan.FromSeconds(10));
        sum.Plugins["Idle"].Cancels.ShouldBe(0);
    }

    [Fact]
    public void Jobs_at_rest_are_summed_up_and_reported_as_those_awake()
    {
        var trouble = new UpstreamTrouble(Now, "busy", 1, Now);
        foreach (var told in (JobSnapshot[])[JobShown.Of(Records.Running) with { ObservedAt = Now }, JobShown.Of(Records.Running) with { Trouble = trouble }])
        {
            _jobs.Add(RestingJob.Of(AtRest.Samples(), Records.Running, told), Now);
        }

        var sum = _jobs.Sum(Now, []);
        sum.Phases[("Test", JobPhase.Running)].ShouldBe(2);
        sum.Plugins["Test"].InTrouble.ShouldBe(1);

        var report = new SiloReport { Silo = "", At = Now }.With(_jobs);
        (report.Watched, report.Unsubmitted, report.UnsavedJobs).ShouldBe((2, 0, 0));
        report.Troubles.ShouldHaveSingleItem().ShouldBe(new JobTrouble(Records.Running.Identity.Key.Value, "Test", trouble));
        report.Ages[StateAges.Place(TimeSpan.Zero)].ShouldBe(1);
    }

    private static AwakeJob Awake(JobRecord job) => new(job, job, JobShown.Of(job));

    private WatchedJob Add(JobRecord job) => _jobs.Add(Awake(job), Now);

    private int Count() => _jobs.Sum(Now, []).Phases.Values.Sum();
}
