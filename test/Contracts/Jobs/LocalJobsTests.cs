using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts.Tests;

public sealed class LocalJobsTests
{
    private const string Key = "test_task/abcdefghijklmnopqrstuvwxyz";

    private readonly LocalJobs _jobs = new();

    [Fact]
    public void The_last_that_was_shown_is_found()
    {
        _jobs.Show(IdSpan.Create(Key), Shown());
        var last = Shown();
        _jobs.Show(IdSpan.Create(Key), last);
        _jobs.Find(Key).ShouldBeSameAs(last);
        _jobs.Find("test_task/another").ShouldBeNull();
    }

    [Fact]
    public void A_grain_that_goes_takes_only_its_own_with_it()
    {
        var (first, second) = (Shown(), Shown());
        _jobs.Show(IdSpan.Create(Key), first);
        _jobs.Show(IdSpan.Create(Key), second);
        _jobs.Hide(IdSpan.Create(Key), first);
        _jobs.Find(Key).ShouldBeSameAs(second);
        _jobs.Hide(IdSpan.Create(Key), second);
        _jobs.Count.ShouldBe(0);
    }

    private static ShownJob Shown() => ShownJob.Of(new JobSnapshot { Key = new JobKey("test_task", "abcdefghijklmnopqrstuvwxyz") });
}
