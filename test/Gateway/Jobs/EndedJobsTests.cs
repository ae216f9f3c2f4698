using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Gateway.Tests.Jobs;

public sealed class EndedJobsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly GrainCallOptions _options = new();

    [Fact]
    public void An_end_is_kept()
    {
        var jobs = Open();
        Keep(jobs, Ended(1));
        jobs.Find(Key(1).Value).ShouldNotBeNull().Snapshot.Phase.ShouldBe(JobPhase.Succeeded);
        jobs.Find(Key(2).Value).ShouldBeNull();
    }

    [Fact]
    public void A_job_that_goes_on_is_not_kept()
    {
        var jobs = Open();
        Keep(jobs, new JobSnapshot { Key = Key(1), Phase = JobPhase.Running, Stage = JobStage.Tracked }).ShouldBeFalse();
        jobs.Find(Key(1).Value).ShouldBeNull();
    }

    [Fact]
    public void An_end_that_is_not_stored_is_not_kept()
    {
        var jobs = Open();
        Keep(jobs, Ended(1) with { StoreTrouble = "out of reach" });
        jobs.Find(Key(1).Value).ShouldBeNull();
    }

    [Fact]
    public void No_more_are_kept_than_allowed_and_the_newest_stay()
    {
        _options.EndedCache = 100;
        var jobs = Open();
        for (var number = 0; number < 1000; number++)
        {
            Keep(jobs, Ended(number));
        }

        var kept = Enumerable.Range(0, 1000).Where(number => jobs.Find(Key(number).Value) is not null).ToList();
        kept.Count.ShouldBeInRange(50, 100);
        kept.ShouldContain(999);
        kept.ShouldNotContain(0);
    }

    [Fact]
    public void None_is_kept_for_longer_than_allowed()
    {
        var jobs = Open();
        Keep(jobs, Ended(1));
        _time.Advance(_options.EndedCacheTime / 2);
        jobs.Find(Key(1).Value).ShouldNotBeNull();
        _time.Advance(_options.EndedCacheTime / 2);
        jobs.Find(Key(1).Value).ShouldBeNull();
    }

    [Fact]
    public void An_end_that_nobody_asked_for_in_a_long_time_is_not_told_when_somebody_does()
    {
        var jobs = Open();
        Keep(jobs, Ended(1));
        _time.Advance(_options.EndedCacheTime * 3);
        jobs.Find(Key(1).Value).ShouldBeNull();
    }

    [Fact]
    public void A_job_that_is_created_anew_is_forgotten()
    {
        var jobs = Open();
        Keep(jobs, Ended(1));
        jobs.Forget(Key(1).Value);
        jobs.Find(Key(1).Value).ShouldBeNull();
    }

    [Fact]
    public void Zero_keeps_none()
    {
        _options.EndedCache = 0;
        var jobs = Open();
        Keep(jobs, Ended(1));
        jobs.Find(Key(1).Value).ShouldBeNull();
    }

    private static bool Keep(EndedJobs jobs, JobSnapshot job) => jobs.Keep(ShownJob.Of(job));

    private EndedJobs Open() => new(Microsoft.Extensions.Options.Options.Create(_options), _time);

    private static JobKey Key(int number) => new("category", number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static JobSnapshot Ended(int number) => new() { Key = Key(number), Phase = JobPhase.Succeeded, Stage = JobStage.Ended };
}
