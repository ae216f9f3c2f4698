using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

/// <summary>Cancelling a job of which the service may not know yet. Nothing may be left running.</summary>
public sealed class CancelAroundSubmitTests
{
    [Fact]
    public async Task A_job_deleted_while_its_submit_waits_for_the_family_is_never_submitted()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.FamilyHangs = true;
        var job = world.Job();
        await job.CreateAsync();
        await VirtualClock.SoonAsync(world.Store.NextHangingFamilyAsync(), "the question for the family");

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        var ended = await job.GetAsync();
        world.Store.LetGo();
        await world.Clock.PassAsync(TimeSpan.FromSeconds(10));

        ended.Phase.ShouldBe(JobPhase.Aborted);
        ended.Message.ShouldBe("deleted by Flyte; it was never submitted");
        world.Plugin.History.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_deleted_while_its_submit_waits_for_the_store_is_never_submitted()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Record.Stage == JobStage.Submitting ? StoreFault.FailBefore : StoreFault.None;
        var job = world.Job();
        await job.CreateAsync();
        await job.UntilAsync(seen => seen.Trouble is not null);

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        world.Store.OnWrite = _ => StoreFault.None;
        await world.Clock.PassAsync(TimeSpan.FromSeconds(10));

        var ended = await job.GetAsync();
        ended.Phase.ShouldBe(JobPhase.Aborted);
        ended.Trouble.ShouldBeNull();
        world.Plugin.History.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delete_that_comes_while_the_submit_edge_is_being_written_cancels_what_was_sent()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Record is { Stage: JobStage.Submitting, Cancel: null } ? StoreFault.Hang : StoreFault.None;
        var job = world.Job();
        await job.CreateAsync();
        await VirtualClock.SoonAsync(world.Store.NextHangingAsync(), "the submit edge");
        var deleting = job.DeleteAsync();
        world.Plugin.Auto = call => call.Kind == CallKind.Cancel ? call.Cancelled() : call.Running();

        world.Store.LetGo();

        (await deleting).ShouldBe(DeleteOutcome.Promised);
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
        (world.Plugin.Count(CallKind.Submit) == 0 || world.Plugin.Count(CallKind.Cancel) > 0).ShouldBeTrue();
    }

    [Fact]
    public async Task A_delete_while_the_submit_is_in_flight_leaves_it_alone_and_cancels_the_job_once_it_is_known()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        submit.Abandoned.ShouldBeFalse();
        world.Plugin.Count(CallKind.Cancel).ShouldBe(0);
        submit.Answer(submit.Running());
        var cancel = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.Cancel), "the cancel");

        cancel.Job.External.Id.ShouldBe(submit.Job.External.Id);
        cancel.Answer(cancel.Cancelled());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Fact]
    public async Task A_delete_while_the_submit_is_in_flight_that_is_then_refused_ends_the_job()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        await job.DeleteAsync();

        submit.Answer(Evidence.Refused);

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
        world.Plugin.History.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_delete_while_the_submit_is_in_flight_that_then_certainly_had_no_effect_ends_the_job_at_once()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        await job.DeleteAsync();

        submit.Fail(Evidence.Throttled(TimeSpan.FromMinutes(10)));
        var ended = await job.UntilEndedAsync(TimeSpan.Zero);

        ended.Phase.ShouldBe(JobPhase.Aborted);
        ended.Message.ShouldBe("deleted by Flyte; no submit has reached the service");
        ended.Trouble.ShouldBeNull();
        world.Plugin.History.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_delete_while_a_throttled_submit_waits_ends_the_job_at_once()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Throttled(TimeSpan.FromMinutes(10)));
        await job.UntilAsync(seen => seen.Trouble is not null, TimeSpan.Zero);

        await job.DeleteAsync();

        (await job.UntilEndedAsync(TimeSpan.Zero)).Phase.ShouldBe(JobPhase.Aborted);
        world.Plugin.History.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_delete_while_the_submit_hangs_is_resolved_by_a_look_up_and_then_cancelled()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        await job.DeleteAsync();

        var lookUp = await world.NextAsync(CallKind.LookUp);
        submit.Abandoned.ShouldBeTrue();
        lookUp.Answer(lookUp.Running());
        var cancel = await world.NextAsync(CallKind.Cancel);
        cancel.Answer(cancel.Cancelled());

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_job_of_unknown_outcome_is_aborted_only_after_the_settle_time()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        await job.DeleteAsync();
        world.Plugin.Auto = _ => Evidence.Missing;
        submit.Fail(Evidence.Lost());

        var ended = await job.UntilEndedAsync(TimeSpan.FromSeconds(1));

        ended.Phase.ShouldBe(JobPhase.Aborted);
        (ended.EndedAt!.Value - submit.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
        world.Plugin.Count(CallKind.LookUp).ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_cancelled_job_that_appears_late_is_cancelled()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        await job.DeleteAsync();
        var appeared = false;
        world.Plugin.Auto = call => call.Kind == CallKind.Cancel ? null : appeared ? call.Running() : Evidence.Missing;
        submit.Fail(Evidence.Lost());
        await world.UntilAsync(() => world.Clock.Now - submit.At > TimeSpan.FromMinutes(3), "three minutes", TimeSpan.FromSeconds(1));
        (await job.GetAsync()).Stage.ShouldBe(JobStage.Submitting);

        appeared = true;
        var cancel = await world.NextAsync(CallKind.Cancel);
        cancel.Answer(cancel.Cancelled());

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Fact]
    public async Task Certain_failures_after_an_unknown_outcome_do_not_let_a_cancel_be_abandoned()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Lost());
        (await world.NextAsync(CallKind.LookUp)).Answer(Evidence.Missing);
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Throttled(TimeSpan.FromMinutes(1)));
        await job.UntilAsync(seen => seen.Trouble is { Detail: "HTTP 429 rateLimitExceeded" }, TimeSpan.Zero);

        await job.DeleteAsync();
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());
        var cancel = await world.NextAsync(CallKind.Cancel);
        cancel.Answer(cancel.Cancelled());

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Fact]
    public async Task A_delete_between_a_missing_look_up_and_the_next_submit_stops_the_submit()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        (await world.NextAsync(CallKind.Submit)).Fail(Evidence.Lost());
        await world.NextAsync(CallKind.LookUp);
        await job.DeleteAsync();
        world.Plugin.Auto = _ => Evidence.Missing;

        (await job.UntilEndedAsync(TimeSpan.FromSeconds(1))).Phase.ShouldBe(JobPhase.Aborted);

        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }
}
