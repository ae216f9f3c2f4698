using BackendPlugins.Contracts;
using Orleans.Storage;

namespace BackendPlugins.Grains.Tests;

/// <summary>The store fails at each write of a job's life.</summary>
public sealed class StoreFaultTests
{
    [Theory]
    [InlineData(StoreFault.FailBefore)]
    [InlineData(StoreFault.Hang)]
    public async Task Nothing_is_submitted_until_the_submit_edge_is_durable(object fault)
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Record.Stage == JobStage.Submitting ? (StoreFault)fault : StoreFault.None;
        var job = world.Job();
        await job.CreateAsync();

        var waiting = await job.UntilAsync(seen => seen.Trouble is { Tries: >= 3 });
        (waiting.Stage, waiting.Phase).ShouldBe((JobStage.Accepted, JobPhase.Initializing));
        waiting.Trouble!.Detail.ShouldContain("nothing is submitted yet");
        world.Plugin.History.ShouldBeEmpty();

        world.Store.OnWrite = _ => StoreFault.None;
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());
        (await job.UntilAsync(seen => seen.Phase == JobPhase.Running)).Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task A_submit_edge_that_landed_without_an_answer_leads_to_one_submit_by_the_next_activation()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Number == 2 ? StoreFault.FailAfter : StoreFault.None;
        world.Plugin.Auto = call => call.Kind == CallKind.LookUp && world.Plugin.Count(CallKind.Submit) == 0 ? Evidence.Missing : call.Running();
        var job = world.Job();
        await job.CreateAsync();

        await job.UntilAsync(seen => seen.Phase == JobPhase.Running);

        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
        job.Stored.Stage.ShouldBe(JobStage.Tracked);
    }

    [Fact]
    public async Task A_confirmed_job_is_held_in_memory_and_written_when_the_store_is_back()
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Auto = call => call.Running();
        world.Store.OnWrite = write => write.Record.Stage == JobStage.Tracked ? StoreFault.FailBefore : StoreFault.None;
        var job = world.Job();
        await job.CreateAsync();

        var held = await job.UntilAsync(seen => seen.StoreTrouble is not null);
        (held.Stage, held.Phase).ShouldBe((JobStage.Tracked, JobPhase.Running));
        await world.UntilAsync(() => world.Plugin.Count(CallKind.LookUp) >= 3, "polls that go on from memory");
        job.Stored.Stage.ShouldBe(JobStage.Submitting);

        world.Store.OnWrite = _ => StoreFault.None;
        (await job.UntilAsync(seen => seen.StoreTrouble is null)).Phase.ShouldBe(JobPhase.Running);
        job.Stored.Stage.ShouldBe(JobStage.Tracked);
        var writes = world.Store.Attempts.Count;
        await world.Clock.PassAsync(TimeSpan.FromSeconds(10));
        world.Store.Attempts.Count.ShouldBe(writes);
    }

    [Fact]
    public async Task A_delete_that_is_stored_takes_what_was_held_along()
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Auto = call => call.Kind == CallKind.Cancel ? null : call.Running();
        world.Store.OnWrite = write => write.Record is { Stage: JobStage.Tracked, Cancel: null } ? StoreFault.FailBefore : StoreFault.None;
        var job = world.Job();
        await job.CreateAsync();
        await job.UntilAsync(seen => seen.StoreTrouble is not null);

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);

        (await job.GetAsync()).StoreTrouble.ShouldBeNull();
        (job.Stored.Stage, job.Stored.Cancel is not null).ShouldBe((JobStage.Tracked, true));
        await world.NextAsync(CallKind.Cancel);
        world.Store.Attempts.Count(write => write.Record.Cancel is not null).ShouldBe(1);
    }

    [Fact]
    public async Task An_end_is_not_shown_until_it_is_durable_and_then_it_is()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Store.OnWrite = _ => StoreFault.FailBefore;
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Succeeded());

        var held = await job.UntilAsync(seen => seen.StoreTrouble is not null);
        (held.Stage, held.Phase, held.EndedAt).ShouldBe((JobStage.Tracked, JobPhase.Running, null));
        (await job.DescribeAsync())!.History[^1].Stage.ShouldBe(JobStage.Tracked);
        await world.UntilAsync(() => world.Store.Attempts.Count(write => write.Record.Stage == JobStage.Ended) >= 3, "further tries to write the end");
        (await job.GetAsync()).Stage.ShouldBe(JobStage.Tracked);
        // It has ended all the same: there is nothing to cancel or to ask.
        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.AlreadyEnded);
        world.Plugin.Count(CallKind.LookUp).ShouldBe(1);

        world.Store.OnWrite = _ => StoreFault.None;
        var ended = await job.UntilEndedAsync();
        (ended.Phase, ended.StoreTrouble).ShouldBe((JobPhase.Succeeded, null));
        job.Stored.EndedAt.ShouldBe(ended.EndedAt);
    }

    [Fact]
    public async Task An_end_is_not_shown_while_its_write_hangs()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Store.OnWrite = _ => StoreFault.Hang;
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Succeeded());
        await VirtualClock.SoonAsync(world.Store.NextHangingAsync(), "the write of the end");

        (await job.GetAsync()).Phase.ShouldBe(JobPhase.Running);

        world.Store.LetGo();
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
    }

    [Fact]
    public async Task An_end_that_landed_without_an_answer_is_found_by_the_next_activation()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Store.OnWrite = write => write.Number == 4 ? StoreFault.FailAfter : StoreFault.None;
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Succeeded());

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        world.Store.Applied.Count(write => write.Record.Stage == JobStage.Ended).ShouldBe(1);
    }

    [Fact]
    public async Task A_delete_that_cannot_be_stored_is_refused_and_nothing_is_cancelled()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = call => call.Running();
        world.Store.Down = true;

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.StoreUnavailable);
        await world.UntilAsync(() => world.Plugin.Count(CallKind.LookUp) >= 3, "polls that go on from memory");

        (await job.GetAsync()).CancelRequested.ShouldBeFalse();
        world.Plugin.Count(CallKind.Cancel).ShouldBe(0);
        world.Store.Down = false;
        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        await world.UntilAsync(() => world.Plugin.Count(CallKind.Cancel) > 0, "the cancel");
    }

    [Fact]
    public async Task A_delete_that_landed_without_an_answer_is_kept_by_the_next_activation()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = call => call.Kind == CallKind.Cancel ? call.Cancelled() : call.Running();
        world.Store.OnWrite = write => write.Number == 4 ? StoreFault.FailAfter : StoreFault.None;
        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.StoreUnavailable);

        // The repeat meets a newer version than it knows, which a gateway takes as a call to try again; the one after it finds the promise.
        await world.Clock.UntilAsync(() => RepeatAsync(job), outcome => outcome != DeleteOutcome.StoreUnavailable, "the delete");

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    private static async Task<DeleteOutcome> RepeatAsync(JobInWorld job)
    {
        try
        {
            return await job.DeleteAsync();
        }
        catch (InconsistentStateException)
        {
            return DeleteOutcome.StoreUnavailable;
        }
    }

    [Fact]
    public async Task An_activation_that_meets_a_newer_version_steps_down_and_the_next_goes_on_without_a_second_submit()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Store.Overwrite(job.Key, record => record with { Message = "written by another activation" });
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running() with { LogLinks = [new LogLink("Console", "https://console")] });

        // The link is an edge: its write fails, and the next activation learns it anew.
        world.Plugin.Auto = call => call.Running() with { LogLinks = [new LogLink("Console", "https://console")] };
        await world.UntilAsync(() => job.Stored.LogLinks.Count == 1, "the link in the store");

        (await job.GetAsync()).StoreTrouble.ShouldBeNull();
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }
}
