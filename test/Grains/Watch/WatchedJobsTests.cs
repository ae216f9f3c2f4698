using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Operations;
using BackendPlugins.Grains.Rest;
using BackendPlugins.Grains.Watch;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Grains.Tests;

public sealed class WatchedJobsTests : IDisposable
{
    private static readonly DateTimeOffset Now = Records.Later;

    private readonly FakeTimeProvider _time = new(Now);
    private readonly List<string> _rung = [];
    private readonly WatchedJobs _jobs;

    public WatchedJobsTests() => _jobs = new WatchedJobs(_time, NullLogger<WatchedJobs>.Instance);

    public void Dispose() => _jobs.Dispose();

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
            _jobs.Add(RestingJob.Of(AtRest.Samples(), Records.Running, told), new Worker(_rung, ""), TimeSpan.Zero);
        }

        var sum = _jobs.Sum(Now, []);
        sum.Phases[("Test", JobPhase.Running)].ShouldBe(2);
        sum.Plugins["Test"].InTrouble.ShouldBe(1);

        var report = new SiloReport { Silo = "", At = Now }.With(_jobs);
        (report.Watched, report.Unsubmitted, report.UnsavedJobs).ShouldBe((2, 0, 0));
        report.Troubles.ShouldHaveSingleItem().ShouldBe(new JobTrouble(Records.Running.Identity.Key.Value, "Test", trouble));
        report.Ages[StateAges.Place(TimeSpan.Zero)].ShouldBe(1);
    }

    [Fact]
    public void It_rings_for_each_job_once_when_it_is_due()
    {
        Add(Records.Running, 3, "c");
        Add(Records.Running, 1, "a");
        var moved = Add(Records.Running, 9, "b");
        _jobs.RingAfter(moved, TimeSpan.FromSeconds(2));
        var gone = Add(Records.Running, 2, "gone");
        _jobs.Remove(gone);
        _jobs.RingAfter(gone, TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(1));
        _rung.ShouldBe(["a"]);
        _time.Advance(TimeSpan.FromSeconds(1));
        _rung.ShouldBe(["a", "b"]);
        _time.Advance(TimeSpan.FromSeconds(20));
        _rung.ShouldBe(["a", "b", "c"]);

        _jobs.RingAfter(moved, TimeSpan.Zero);
        _rung.ShouldBe(["a", "b", "c", "b"]);
    }

    [Fact]
    public void A_worker_that_is_gone_keeps_no_other_from_being_told()
    {
        _jobs.Add(Awake(Records.Running), new Gone(), TimeSpan.FromSeconds(1));
        Add(Records.Running, 1, "a");
        _time.Advance(TimeSpan.FromSeconds(1));
        _rung.ShouldBe(["a"]);
    }

    [Fact]
    public void Many_jobs_that_come_and_go_and_change_their_minds_ring_in_order()
    {
        var random = new Random(6);
        var due = new Dictionary<string, (WatchedJob Job, DateTimeOffset At)>();
        for (var i = 0; i < 3000; i++)
        {
            var (name, wait) = ($"{i}", random.Next(1, 100_000));
            due[name] = (Add(Records.Running, wait, name), Now + TimeSpan.FromSeconds(wait));
            var (other, met) = due.ElementAt(random.Next(due.Count));
            if (random.Next(3) == 0)
            {
                _jobs.Remove(met.Job);
                due.Remove(other);
            }
            else if (random.Next(2) == 0)
            {
                wait = random.Next(1, 100_000);
                _jobs.RingAfter(met.Job, TimeSpan.FromSeconds(wait));
                due[other] = (met.Job, Now + TimeSpan.FromSeconds(wait));
            }
        }

        _time.Advance(TimeSpan.FromSeconds(50_000));
        var late = _rung.Count;
        _time.Advance(TimeSpan.FromSeconds(50_000));

        _rung.Take(late).ShouldBe(due.Where(job => job.Value.At <= Now + TimeSpan.FromSeconds(50_000)).Select(job => job.Key), ignoreOrder: true);
        _rung.Select(name => due[name].At).ShouldBeInOrder();
        _rung.ShouldBe(due.Keys, ignoreOrder: true);
    }

    private static AwakeJob Awake(JobRecord job) => new(job, job, JobShown.Of(job));

    private WatchedJob Add(JobRecord job, int seconds = 3, string name = "") => _jobs.Add(Awake(job), new Worker(_rung, name), TimeSpan.FromSeconds(seconds));

    private int Count() => _jobs.Sum(Now, []).Phases.Values.Sum();

    private sealed class Worker(List<string> rung, string name) : IJobWorker
    {
        public void Ring() => rung.Add(name);
    }

    private sealed class Gone : IJobWorker
    {
        public void Ring() => throw new InvalidOperationException("The silo stops.");
    }
}
