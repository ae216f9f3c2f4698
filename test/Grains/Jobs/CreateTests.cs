using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class CreateTests
{
    [Fact]
    public async Task Create_stores_the_intent_before_it_answers_and_before_anything_is_submitted()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        world.Store.OnWrite = _ => StoreFault.Hang;
        var creating = job.Grain.CreateAsync(job.Command);
        await VirtualClock.SoonAsync(world.Store.NextHangingAsync(), "the first write");
        creating.IsCompleted.ShouldBeFalse();
        world.Plugin.History.ShouldBeEmpty();

        world.Store.LetGo();
        var created = await VirtualClock.SoonAsync(creating, "the create");

        created.Outcome.ShouldBe(CreateOutcome.Accepted);
        created.Snapshot!.Phase.ShouldBe(JobPhase.Initializing);
        world.Store.Applied[0].Record.Stage.ShouldBe(JobStage.Accepted);
    }

    [Fact]
    public async Task The_same_attempt_sent_twice_is_one_job_and_one_submit()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();

        var repeat = await world.Job(Tasks.Request() with { Inputs = Tasks.Request().Inputs.Reverse().ToDictionary() }).CreateAsync();

        repeat.Outcome.ShouldBe(CreateOutcome.Known);
        repeat.Snapshot!.Phase.ShouldBe(JobPhase.Running);
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
        job.Stored.External!.Id.ShouldBe($"flyte_exec1_n0_0_{job.Command.Identity.Key.Hash}");
    }

    [Fact]
    public async Task The_same_attempt_with_another_request_is_refused_and_changes_nothing()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var before = job.Stored;

        var other = await world.Job(Tasks.Request(statement: "drop table t")).CreateAsync();

        other.Outcome.ShouldBe(CreateOutcome.Conflict);
        other.Snapshot.ShouldBeNull();
        other.Detail.ShouldContain("a changed task needs a new attempt or output_prefix");
        job.Stored.Task.Template.Sql.ShouldBe(before.Task.Template.Sql);
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task Thirty_two_creates_of_one_key_at_once_are_one_job_and_one_submit()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Number == 1 ? StoreFault.Hang : StoreFault.None;
        var job = world.Job();
        var creating = Enumerable.Range(0, 32).Select(_ => job.Grain.CreateAsync(job.Command)).ToList();
        await VirtualClock.SoonAsync(world.Store.NextHangingAsync(), "the first write");

        world.Store.LetGo();
        var created = await VirtualClock.SoonAsync(Task.WhenAll(creating), "all creates");
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());
        await job.UntilAsync(seen => seen.Phase == JobPhase.Running);

        created.Count(result => result.Outcome == CreateOutcome.Accepted).ShouldBe(1);
        created.Count(result => result.Outcome == CreateOutcome.Known).ShouldBe(31);
        world.Store.Applied.Count(write => write.Record.Stage == JobStage.Accepted).ShouldBe(1);
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_is_answered_at_once_while_a_write_of_its_job_hangs()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        world.Store.OnWrite = write => write.Number == 2 ? StoreFault.Hang : StoreFault.None;
        await job.CreateAsync();
        await VirtualClock.SoonAsync(world.Store.NextHangingAsync(), "the submit edge");

        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Known);
    }

    [Fact]
    public async Task An_unknown_category_stores_nothing()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job(Tasks.Request(category: new TaskCategory("spark")));

        var created = await job.CreateAsync();

        created.Outcome.ShouldBe(CreateOutcome.UnknownCategory);
        created.Detail.ShouldContain("spark version 0");
        world.Store.Attempts.ShouldBeEmpty();
        (await job.Grain.GetAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_task_that_can_never_work_is_accepted_and_has_failed_with_the_reason()
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Planner = (_, _) => throw new TaskRefusedException("template.custom[\"Location\"]", "must be a string; got a list");
        var job = world.Job();

        var created = await job.CreateAsync();

        created.Outcome.ShouldBe(CreateOutcome.Accepted);
        created.Snapshot!.Phase.ShouldBe(JobPhase.Failed);
        created.Snapshot.Error.ShouldBe(new JobError("BadTask", "template.custom[\"Location\"] must be a string; got a list"));
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Known);
        job.Stored.Stage.ShouldBe(JobStage.Ended);
        world.Store.Applied.Count.ShouldBe(1);
        world.Plugin.History.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_plugin_that_stumbles_over_a_task_fails_it_as_a_fault_of_the_plugin(bool plansNothing)
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Planner = (_, _) => plansNothing ? null! : throw new FormatException("secret detail");

        var created = await world.Job().CreateAsync();

        created.Outcome.ShouldBe(CreateOutcome.Accepted);
        created.Snapshot!.Phase.ShouldBe(JobPhase.Failed);
        created.Snapshot.Error!.Code.ShouldBe("PluginError");
        created.Snapshot.Error.Origin.ShouldBe(ErrorOrigin.System);
        created.Snapshot.Message.ShouldNotContain("secret detail");
        world.Plugin.History.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_nobody_has_created_is_unknown_to_every_question()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();

        (await job.Grain.GetAsync()).ShouldBeNull();
        (await job.Grain.DescribeAsync()).ShouldBeNull();
        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Unknown);
        await job.Grain.ResumeAsync();
        world.Store.Attempts.ShouldBeEmpty();
    }
}
