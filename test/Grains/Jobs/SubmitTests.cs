using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class SubmitTests
{
    public static TheoryData<ServicePhase, JobStage, JobPhase> Answers => new()
    {
        { ServicePhase.Pending, JobStage.Tracked, JobPhase.Initializing },
        { ServicePhase.Running, JobStage.Tracked, JobPhase.Running },
        { ServicePhase.Succeeded, JobStage.Ended, JobPhase.Succeeded },
        { ServicePhase.Failed, JobStage.Ended, JobPhase.Failed },
        { ServicePhase.RetryableFailed, JobStage.Ended, JobPhase.RetryableFailed },
        { ServicePhase.Cancelled, JobStage.Ended, JobPhase.Failed },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_answer_of_a_submit_is_the_jobs_first_phase(ServicePhase said, JobStage stage, JobPhase phase)
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        (await job.GetAsync()).Phase.ShouldBe(JobPhase.Initializing);

        submit.Answer(Evidence.Seen(submit, said));
        var seen = await job.UntilAsync(seen => seen.Stage == stage);

        seen.Phase.ShouldBe(phase);
        seen.ObservedAt.ShouldNotBeNull();
        world.Store.StagesOf(job.Key).ShouldBe([JobStage.Accepted, JobStage.Submitting, stage]);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_store_knows_that_it_will_be()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();

        await world.NextAsync(CallKind.Submit);

        job.Stored.Stage.ShouldBe(JobStage.Submitting);
    }

    [Theory]
    [InlineData(false, JobPhase.Failed)]
    [InlineData(true, JobPhase.RetryableFailed)]
    public async Task A_refused_submit_fails_the_job_with_the_services_own_words(bool retryable, JobPhase phase)
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var error = Evidence.Error with { Retryable = retryable };

        (await world.NextAsync(CallKind.Submit)).Answer(new JobRefused(error));
        var ended = await job.UntilEndedAsync();

        (ended.Phase, ended.Error).ShouldBe((phase, error));
        world.Plugin.History.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_a_look_up_that_adopts_the_job()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Lost());

        var waiting = await job.UntilAsync(seen => seen.Trouble is not null, TimeSpan.Zero);
        waiting.Trouble!.Detail.ShouldBe("connection reset by peer");
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());
        var running = await job.UntilAsync(seen => seen.Phase == JobPhase.Running);

        running.Trouble.ShouldBeNull();
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_outcome_of_which_the_service_knows_nothing_is_submitted_again_under_the_same_id()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var first = await world.NextAsync(CallKind.Submit);
        first.Fail(Evidence.Lost());
        (await world.NextAsync(CallKind.LookUp)).Answer(Evidence.Missing);

        var second = await world.NextAsync(CallKind.Submit);
        second.Answer(second.Running());
        await job.UntilAsync(seen => seen.Phase == JobPhase.Running);

        second.Job.External.Id.ShouldBe(first.Job.External.Id);
        world.Plugin.History.Select(call => call.Kind).Take(3).ShouldBe([CallKind.Submit, CallKind.LookUp, CallKind.Submit]);
    }

    [Fact]
    public async Task Submits_that_are_lost_again_and_again_come_at_growing_intervals()
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Auto = call => call.Kind == CallKind.Submit ? throw Evidence.Lost("HTTP 503") : Evidence.Missing;
        var job = world.Job();
        await job.CreateAsync();

        var seen = await job.UntilAsync(seen => seen.Trouble is { Tries: >= 6 });

        seen.Stage.ShouldBe(JobStage.Submitting);
        seen.Trouble!.Since.ShouldBeLessThan(world.Clock.Now - TimeSpan.FromSeconds(20));
        (seen.Trouble.NextTryAt - world.Clock.Now).ShouldBeGreaterThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_submit_that_hangs_is_given_up_and_resolved()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var hanging = await world.NextAsync(CallKind.Submit);

        var lookUp = await world.NextAsync(CallKind.LookUp);

        hanging.Abandoned.ShouldBeTrue();
        (lookUp.At - hanging.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
        (await job.GetAsync()).Trouble!.Detail.ShouldBe("submit: no answer within 30 s");
    }

    [Fact]
    public async Task A_submit_in_which_the_plugin_breaks_may_have_landed_and_is_resolved()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(new FormatException("a bug"));

        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());

        await job.UntilAsync(seen => seen.Phase == JobPhase.Running);
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task A_throttled_submit_waits_as_long_as_it_is_told_and_needs_no_look_up()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var first = await world.NextAsync(CallKind.Submit);
        first.Fail(Evidence.Throttled(TimeSpan.FromSeconds(45)));

        var second = await world.NextAsync(CallKind.Submit);

        (second.At - first.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(45));
        world.Plugin.Count(CallKind.LookUp).ShouldBe(0);
        var trouble = (await job.GetAsync()).Trouble!;
        trouble.Detail.ShouldBe("HTTP 429 rateLimitExceeded");
        trouble.Tries.ShouldBe(1);
    }

    [Fact]
    public async Task A_passing_refusal_while_an_earlier_submit_is_open_does_not_end_a_job_that_may_yet_start()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Lost());
        (await world.NextAsync(CallKind.LookUp)).Answer(Evidence.Missing);
        (await world.NextAsync(CallKind.Submit)).Answer(new JobRefused(new JobError("quotaExceeded", "too many jobs", Retryable: true)));

        var lookUp = await world.NextAsync(CallKind.LookUp);
        (await job.GetAsync()).Trouble!.Detail.ShouldBe("too many jobs; an earlier submit may still start the job");
        lookUp.Answer(lookUp.Running());

        (await job.UntilAsync(seen => seen.Phase == JobPhase.Running)).Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_passing_refusal_that_outlasts_the_settle_time_of_an_earlier_submit_ends_the_job()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var first = await world.NextAsync(CallKind.Submit);
        world.Plugin.Auto = call => call.Kind == CallKind.LookUp ? Evidence.Missing : new JobRefused(Evidence.Error with { Retryable = true });
        first.Fail(Evidence.Lost());

        var ended = await job.UntilEndedAsync(TimeSpan.FromSeconds(2));

        ended.Phase.ShouldBe(JobPhase.RetryableFailed);
        (ended.EndedAt!.Value - first.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_lasting_refusal_ends_the_job_at_once_since_an_earlier_submit_met_it_too()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Lost());
        (await world.NextAsync(CallKind.LookUp)).Answer(Evidence.Missing);
        (await world.NextAsync(CallKind.Submit)).Answer(Evidence.Refused);

        (await job.UntilEndedAsync(TimeSpan.Zero)).Phase.ShouldBe(JobPhase.Failed);
    }

    [Fact]
    public async Task A_job_of_unknown_outcome_at_a_service_that_takes_no_ids_is_not_repeated()
    {
        await using var world = await JobWorld.StartAsync(settings => settings.AcceptsJobId = false);
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Lost());
        (await world.NextAsync(CallKind.LookUp)).Answer(Evidence.Missing);

        var ended = await job.UntilEndedAsync();

        ended.Phase.ShouldBe(JobPhase.RetryableFailed);
        ended.Message.ShouldContain("accepts no id of ours");
        ended.Error!.Code.ShouldBe("JobLost");
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task A_throttled_job_at_a_service_that_takes_no_ids_is_submitted_again()
    {
        await using var world = await JobWorld.StartAsync(settings => settings.AcceptsJobId = false);
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Throttled(TimeSpan.FromSeconds(1)));

        var second = await world.NextAsync(CallKind.Submit);
        second.Answer(Evidence.Seen(new ExternalJob("statement-77", new Dictionary<string, string>()), ServicePhase.Running));
        var lookUp = await world.NextAsync(CallKind.LookUp);

        // From then on the service's own id is the job's.
        lookUp.Job.External.Id.ShouldBe("statement-77");
        job.Stored.External!.Id.ShouldBe("statement-77");
    }
}
