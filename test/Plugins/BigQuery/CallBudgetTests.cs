using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class CallBudgetTests
{
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
}
