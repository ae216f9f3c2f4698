using BackendPlugins.BigQuery.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.BigQuery.Tests;

public sealed class CallBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Rate_is_kept_after_a_short_burst()
    {
        var budget = Budget(perSecond: 10);
        // A fifth of a second's calls at once, then one each 100 ms.
        Enumerable.Range(0, 6).Select(_ => budget.TakeSlot().TotalMilliseconds).ShouldBe([0, 0, 0, 100, 200, 300]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Enumerable.Range(0, 4).Select(_ => budget.TakeSlot().TotalMilliseconds).ShouldBe([0, 0, 0, 100]);
    }

    [Fact]
    public void Default_rates_stay_below_the_services_quotas_in_any_second()
    {
        CallsOfTheFirstSecond(80).ShouldBeInRange(80, 100);
        CallsOfTheFirstSecond(800).ShouldBeInRange(800, 1000);

        int CallsOfTheFirstSecond(double rate)
        {
            var budget = Budget(rate);
            return Enumerable.Range(0, (int)rate * 2).Count(_ => budget.TakeSlot() < TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Those_who_find_no_slot_are_sent_away_with_times_one_after_the_other()
    {
        var budget = Budget(perSecond: 1);
        Enumerable.Range(0, 4).Select(_ => budget.TakeSlot().TotalSeconds).ShouldBe([0, 0.8, 1.8, 2.8], tolerance: 0.001);
        var first = Should.Throw<ServiceUnavailableException>(() => budget.TakeSlot());
        var second = Should.Throw<ServiceUnavailableException>(() => budget.TakeSlot());
        first.OutcomeUnknown.ShouldBeFalse();
        first.Message.ShouldBe("m not called: the call budget is used up; next try in 4.8 s.");
        (second.RetryAfter - first.RetryAfter)!.Value.TotalSeconds.ShouldBe(1, 0.001);
    }

    [Fact]
    public void Nobody_calls_during_a_pause_and_one_probe_ends_it()
    {
        var budget = Budget();
        var (before, _) = budget.Admit();
        budget.AskedToWait(before, TimeSpan.FromSeconds(10)).ShouldBe(TimeSpan.FromSeconds(11));

        Should.Throw<ServiceUnavailableException>(() => budget.TakeSlot()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(11));
        _clock.Advance(TimeSpan.FromSeconds(11));

        budget.TakeSlot();
        var (probe, isProbe) = budget.Admit();
        isProbe.ShouldBeTrue();
        Should.Throw<ServiceUnavailableException>(() => budget.Admit()).Message.ShouldContain("waiting for the first answer after a pause");

        budget.Answered(probe);
        budget.Admit().Probe.ShouldBeFalse();
        budget.Admit().Probe.ShouldBeFalse();
    }

    [Fact]
    public void Pause_grows_while_probes_are_turned_away_and_starts_anew_after_a_success()
    {
        var budget = Budget();
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            var pause = budget.AskedToWait(budget.Admit().Era, asked: null);
            pauses.Add(pause.TotalSeconds);
            _clock.Advance(pause);
        }

        // Half a second doubling to 15, each with half of the jitter of 20 %.
        pauses.ShouldBe([0.55, 1.1, 2.2, 4.4, 8.8, 16.5, 16.5, 16.5], tolerance: 0.001);
        budget.Answered(budget.Admit().Era);
        budget.AskedToWait(budget.Admit().Era, asked: null).TotalSeconds.ShouldBe(0.55, 0.001);
    }

    [Fact]
    public void Calls_begun_before_a_pause_neither_end_nor_lengthen_it()
    {
        var budget = Budget();
        var era = budget.Admit().Era;
        budget.AskedToWait(era, asked: null).TotalSeconds.ShouldBe(0.55, 0.001);
        budget.Answered(era);
        budget.AskedToWait(era, asked: null).TotalSeconds.ShouldBe(0.55, 0.001);
        Should.Throw<ServiceUnavailableException>(() => budget.Admit());
        budget.AskedToWait(era, TimeSpan.FromSeconds(9)).TotalSeconds.ShouldBe(9, 0.001);
    }

    [Fact]
    public void Lost_probe_makes_the_next_call_the_probe()
    {
        var budget = Budget();
        _clock.Advance(budget.AskedToWait(budget.Admit().Era, asked: null));
        budget.ProbeLost(budget.Admit().Era);
        budget.Admit().Probe.ShouldBeTrue();
    }

    [Fact]
    public void Absurd_wish_of_the_service_is_bounded()
    {
        var budget = Budget();
        budget.AskedToWait(budget.Admit().Era, TimeSpan.FromDays(1)).ShouldBe(TimeSpan.FromMinutes(5.5));
    }

    [Fact]
    public void Busy_service_is_left_alone_only_when_it_says_so_five_times_running()
    {
        var budget = Budget();
        for (var i = 0; i < 4; i++)
        {
            budget.Busy(budget.Admit().Era).ShouldBeNull();
        }

        budget.Answered(budget.Admit().Era);
        for (var i = 0; i < 4; i++)
        {
            budget.Busy(budget.Admit().Era).ShouldBeNull();
        }

        budget.Busy(budget.Admit().Era).ShouldNotBeNull();
        Should.Throw<ServiceUnavailableException>(() => budget.Admit());
    }

    [Fact]
    public async Task Throttled_method_is_not_called_during_its_pause_and_others_are()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(429, "rateLimitExceeded", retryAfter: "10");
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());

        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        silence.Message.ShouldStartWith("jobs.get not called: the service asked for a pause");
        silence.OutcomeUnknown.ShouldBeFalse();
        stage.Service.Requests.Count.ShouldBe(1);

        stage.Service.Answers(Samples.Job("PENDING"));
        await stage.SubmitAsync();

        stage.Clock.Advance(TimeSpan.FromSeconds(12));
        stage.Service.Answers(Samples.Job("RUNNING"));
        (await stage.LookUpAsync()).ShouldBeOfType<JobSeen>();
    }

    [Fact]
    public async Task Unavailable_service_that_names_a_time_is_left_alone_for_it()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(503, "backendError", retryAfter: "10");
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        silence.OutcomeUnknown.ShouldBeTrue();
        silence.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(10, 12);
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        stage.Service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Call_above_the_concurrency_waits_for_another_to_end()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:MaxConcurrentCalls", "1"), ("Plugins:BigQuery:CallTimeout", "00:00:02"));
        stage.Service.Hangs().Answers(Samples.Job("RUNNING"));
        var first = stage.LookUpAsync();
        var second = stage.LookUpAsync();
        second.IsCompleted.ShouldBeFalse();
        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        await Should.ThrowAsync<ServiceUnavailableException>(() => first);
        (await second).ShouldBeOfType<JobSeen>();
    }

    [Fact]
    public async Task Call_that_waits_too_long_for_another_to_end_is_sent_away()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:MaxConcurrentCalls", "1"));
        stage.Service.Hangs();
        var first = stage.LookUpAsync();
        var second = stage.LookUpAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => second);
        silence.OutcomeUnknown.ShouldBeFalse();
        silence.Message.ShouldBe("jobs.get not called: too many calls are under way.");
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        await Should.ThrowAsync<ServiceUnavailableException>(() => first);
    }

    [Fact]
    public async Task Call_waits_for_its_slot()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:GetsPerSecond", "1"));
        stage.Service.Answers(Samples.Job("RUNNING")).Answers(Samples.Job("RUNNING"));
        await stage.LookUpAsync();
        var second = stage.LookUpAsync();
        second.IsCompleted.ShouldBeFalse();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        (await second).ShouldBeOfType<JobSeen>();
    }

    private MethodBudget Budget(double perSecond = 1000) => new("m", perSecond, _clock, () => 0.5, NullLogger.Instance);
}
