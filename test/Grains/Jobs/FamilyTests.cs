using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class FamilyTests
{
    [Fact]
    public async Task Two_nodes_with_the_same_execution_id_and_attempt_and_other_prefixes_are_two_jobs_that_leave_each_other_alone()
    {
        await using var world = await JobWorld.StartAsync();
        var first = await world.RunningAsync(Tasks.Request(prefix: "s3://b/exec1/n0/n5/data/0"));
        var second = await world.RunningAsync(Tasks.Request(prefix: "s3://b/exec1/n1/n5/data/0"));

        first.Key.ShouldNotBe(second.Key);
        world.Plugin.All(CallKind.Submit).Select(call => call.Job.External.Id).Distinct().Count().ShouldBe(2);
        (await first.GetAsync()).CancelRequested.ShouldBeFalse();
        (await second.GetAsync()).CancelRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_attempt_supersedes_the_one_that_still_runs_and_its_cancel_is_sent()
    {
        await using var world = await JobWorld.StartAsync();
        var old = await world.RunningAsync(Tasks.Request());
        var oldId = old.Stored.External!.Id;
        var next = world.Job(Tasks.Request(attempt: 1));

        (await next.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        var cancel = await world.NextAsync(CallKind.Cancel);
        var submit = await world.NextAsync(CallKind.Submit);

        cancel.Job.External.Id.ShouldBe(oldId);
        submit.Job.External.Id.ShouldStartWith("flyte_exec1_n0_1_");
        // The older attempt's cancel was durable before the new one reached the service.
        old.Stored.Cancel!.Reason.ShouldBe("superseded by attempt 1");
        cancel.Answer(cancel.Cancelled());
        submit.Answer(submit.Running());
        (await old.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
        (await next.UntilAsync(seen => seen.Phase == JobPhase.Running)).CancelRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task An_older_attempt_that_comes_late_gives_way_and_is_never_submitted()
    {
        await using var world = await JobWorld.StartAsync();
        var newer = await world.RunningAsync(Tasks.Request(attempt: 2));
        var late = world.Job(Tasks.Request(attempt: 1));

        (await late.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        var ended = await late.UntilEndedAsync();

        ended.Phase.ShouldBe(JobPhase.Aborted);
        ended.Message.ShouldBe("superseded by attempt 2; it was never submitted");
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
        (await newer.GetAsync()).CancelRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_attempts_that_come_at_once_leave_only_the_newer_one()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.FamilyHangs = true;
        var old = world.Job(Tasks.Request());
        var next = world.Job(Tasks.Request(attempt: 1));
        await Task.WhenAll(old.CreateAsync(), next.CreateAsync());
        await VirtualClock.SoonAsync(world.Store.NextHangingFamilyAsync(), "the first question");
        await VirtualClock.SoonAsync(world.Store.NextHangingFamilyAsync(), "the second question");

        world.Store.LetGo();
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());
        await next.UntilAsync(seen => seen.Phase == JobPhase.Running);

        (await old.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
        world.Plugin.All(CallKind.Submit).ShouldHaveSingleItem().Job.External.Id.ShouldStartWith("flyte_exec1_n0_1_");
    }

    [Fact]
    public async Task A_new_attempt_waits_for_a_store_that_does_not_answer_for_its_family()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.FamilyFails = true;
        var job = world.Job();
        await job.CreateAsync();

        var waiting = await job.UntilAsync(seen => seen.Trouble is { Tries: > 2 });
        waiting.Trouble!.Detail.ShouldContain("nothing is submitted yet");
        world.Plugin.History.ShouldBeEmpty();

        world.Store.FamilyFails = false;
        (await world.NextAsync(CallKind.Submit)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_attempt_waits_until_the_older_ones_cancel_is_durable()
    {
        await using var world = await JobWorld.StartAsync();
        var old = await world.RunningAsync(Tasks.Request());
        world.Store.OnWrite = write => write.Key == old.Key ? StoreFault.FailBefore : StoreFault.None;
        var next = world.Job(Tasks.Request(attempt: 1));
        await next.CreateAsync();

        await next.UntilAsync(seen => seen.Trouble is { Tries: > 2 });
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);

        world.Store.OnWrite = _ => StoreFault.None;
        (await world.NextAsync(CallKind.Submit)).Job.External.Id.ShouldStartWith("flyte_exec1_n0_1_");
        old.Stored.Cancel.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_attempt_that_ended_is_left_as_it_is()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.Put(Records.Succeeded);
        var next = await world.RunningAsync(Tasks.Request(attempt: 1));

        (await next.GetAsync()).CancelRequested.ShouldBeFalse();
        world.Store.Stored(Records.Succeeded.Identity.Key.Value)!.Phase.ShouldBe(JobPhase.Succeeded);
        world.Plugin.Count(CallKind.Cancel).ShouldBe(0);
    }
}
