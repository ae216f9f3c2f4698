using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Grains.Tests;

/// <summary>The budgets of one process, in virtual time.</summary>
public sealed class CallBudgetsTests : IDisposable
{
    private static readonly BudgetKey Key = new("Test", "host", "acme", "jobs.get");

    private readonly FakeTimeProvider _clock = new();
    private readonly ProcessCallBudgets _budgets;

    public CallBudgetsTests()
    {
        _budgets = new ProcessCallBudgets(_clock, () => 0.5);
    }

    public void Dispose() => _budgets.Dispose();

    [Fact]
    public async Task Rate_is_kept_after_a_short_burst()
    {
        // A fifth of a second's calls at once and the one that is due, then one each 100 ms.
        var calls = Enumerable.Range(0, 6).Select(_ => EnterAsync(limit: 10)).ToList();
        calls.Count(call => call.IsCompleted).ShouldBe(3);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        await Task.WhenAll(calls[..5]);
        calls[5].IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await calls[5];
    }

    [Fact]
    public async Task The_more_urgent_go_first()
    {
        for (var i = 0; i < 3; i++)
        {
            await EnterAsync(limit: 10);
        }

        var poll = EnterAsync(limit: 10, CallPriority.Poll);
        var cancel = EnterAsync(limit: 10, CallPriority.Cancel);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await cancel;
        poll.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await poll;
    }

    [Fact]
    public async Task Those_who_would_wait_too_long_are_sent_away_with_times_one_after_the_other()
    {
        var calls = Enumerable.Range(0, 4).Select(_ => EnterAsync(limit: 1)).ToList();
        var first = await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync(limit: 1));
        var second = await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync(limit: 1));
        first.OutcomeUnknown.ShouldBeFalse();
        first.Message.ShouldStartWith("jobs.get not called: the call budget is used up; next try in");
        (second.RetryAfter - first.RetryAfter)!.Value.TotalSeconds.ShouldBe(1, 0.001);
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Nobody_calls_during_a_pause_and_one_probe_ends_it()
    {
        using (var permit = await EnterAsync())
        {
            permit.Refused(TimeSpan.FromSeconds(10)).ShouldBe(TimeSpan.FromSeconds(11));
        }

        (await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync())).RetryAfter.ShouldBe(TimeSpan.FromSeconds(11));
        _clock.Advance(TimeSpan.FromSeconds(11));
        using var probe = await EnterAsync();
        (await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync())).Message.ShouldContain("waiting for the first answer after a pause");
        probe.Answered();
        (await EnterAsync()).Dispose();
    }

    [Fact]
    public async Task A_probe_that_is_lost_makes_the_next_call_the_probe()
    {
        (await EnterAsync()).AskedToWait(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(12));
        (await EnterAsync()).Dispose();
        (await EnterAsync()).Answered();
        (await EnterAsync()).Dispose();
    }

    [Fact]
    public async Task An_absurd_wish_of_the_service_is_bounded() =>
        (await EnterAsync()).AskedToWait(TimeSpan.FromDays(1)).ShouldBe(TimeSpan.FromMinutes(5.5));

    [Fact]
    public async Task A_refusal_lowers_the_rate_and_refusals_that_go_on_pause_it()
    {
        var permits = new[] { await EnterAsync(), await EnterAsync() };
        permits[0].Refused(null).ShouldBeNull();
        _budgets.AllowanceOf(Key, 100).PerSecond.ShouldBeLessThan(20);
        permits[1].Refused(null).ShouldBeNull("it was under way when the first one was refused");
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        (await EnterAsync()).Refused(null).ShouldBe(TimeSpan.FromSeconds(0.55));
    }

    [Fact]
    public async Task A_busy_service_is_left_alone_only_when_it_says_so_five_times_running()
    {
        for (var i = 0; i < 4; i++)
        {
            using var permit = await EnterAsync();
            permit.Busy().ShouldBeNull();
        }

        using var fifth = await EnterAsync();
        fifth.Busy().ShouldNotBeNull();
    }

    [Fact]
    public async Task Trouble_of_one_project_is_not_anothers()
    {
        (await EnterAsync()).AskedToWait(TimeSpan.FromSeconds(60));
        await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync());
        (await EnterAsync(key: Key with { Project = "other" })).Answered();
        (await EnterAsync(key: Key with { Method = "jobs.cancel" })).Answered();
    }

    [Fact]
    public async Task Polls_leave_places_to_submits_and_cancels()
    {
        for (var i = 0; i < 15; i++)
        {
            await EnterAsync(limit: 1000, concurrent: 20);
        }

        var poll = EnterAsync(limit: 1000, concurrent: 20);
        poll.IsCompleted.ShouldBeFalse();
        for (var i = 0; i < 3; i++)
        {
            await EnterAsync(1000, CallPriority.Submit, concurrent: 20, key: Key with { Method = "jobs.insert" });
        }

        for (var i = 0; i < 2; i++)
        {
            await EnterAsync(1000, CallPriority.Cancel, concurrent: 20, key: Key with { Method = "jobs.cancel" });
        }

        _clock.Advance(TimeSpan.FromSeconds(3));
        (await Should.ThrowAsync<ServiceUnavailableException>(() => poll)).Message.ShouldBe("jobs.get not called: too many calls are under way.");
    }

    [Fact]
    public async Task An_endpoint_where_nobody_answers_is_tried_by_one_call_at_a_time()
    {
        for (var i = 0; i < 10; i++)
        {
            using var permit = await EnterAsync(limit: 1000);
            permit.Unreachable("connection refused");
        }

        var away = await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync());
        away.Message.ShouldBe("https://service not called: nobody answers there (connection refused); next try in 1.1 s.");
        away.OutcomeUnknown.ShouldBeFalse();
        _budgets.ReadBreakers().Single().IsOpen.ShouldBeTrue();

        _clock.Advance(TimeSpan.FromSeconds(1.2));
        var probe = await EnterAsync();
        await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync());
        probe.Unreachable("connection refused");
        probe.Dispose();
        (await Should.ThrowAsync<ServiceUnavailableException>(() => EnterAsync())).RetryAfter!.Value.TotalSeconds.ShouldBe(2.2, 0.01);

        _clock.Advance(TimeSpan.FromSeconds(2.3));
        (await EnterAsync()).Answered();
        (await EnterAsync()).Answered();
        _budgets.ReadBreakers().Single().IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_is_kept_to_and_an_equal_part_of_the_limit_once_it_is_old()
    {
        (await EnterAsync(limit: 40)).Answered();
        _budgets.Lease(Key, new BudgetLease(5, TimeSpan.FromSeconds(5), Processes: 4, TimeSpan.Zero));
        _budgets.AllowanceOf(Key, 40).PerSecond.ShouldBe(5);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _budgets.AllowanceOf(Key, 40).PerSecond.ShouldBe(10);
    }

    private Task<ICallPermit> EnterAsync(double limit = 100, CallPriority priority = CallPriority.Poll, int concurrent = 250, BudgetKey? key = null) =>
        _budgets.EnterAsync(
            new BudgetedCall(key ?? Key, limit, "https://service") { Priority = priority, MaxConcurrent = concurrent }, TestContext.Current.CancellationToken);
}
