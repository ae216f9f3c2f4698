using BackendPlugins.Contracts;
using BackendPlugins.Grains.Intake;
using BackendPlugins.Grains.Recovery;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.Grains.Tests;

public sealed class IntakeTests
{
    [Fact]
    public async Task A_job_is_accepted_with_one_write_and_its_grain_then_wakes_and_submits_it()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();

        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);

        job.Stored.Identity.ShouldBe(job.Command.Identity);
        (await world.NextAsync(CallKind.Submit)).Job.External.Id.ShouldBe(job.Stored.External!.Id);
    }

    [Fact]
    public async Task Of_many_creates_of_one_job_at_once_one_is_accepted_and_the_others_find_it()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();

        var results = await VirtualClock.SoonAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => job.CreateAsync())), "all answers");

        results.Count(result => result.Outcome == CreateOutcome.Accepted).ShouldBe(1);
        results.Count(result => result.Outcome == CreateOutcome.Known).ShouldBe(19);
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());
        await job.UntilAsync(seen => seen.Phase == JobPhase.Running);
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_somebody_asked_for_before_it_was_accepted_is_found_right_after()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        (await job.Grain.GetAsync()).ShouldBeNull();

        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);

        (await job.Grain.GetAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_read_that_began_before_the_job_was_accepted_hides_it_from_nobody_who_asks_after()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        world.Store.ReadsHang = true;
        var before = job.Grain.GetAsync().AsTask();
        await world.UntilAsync(() => world.Store.Reads == 1, "the first read", TimeSpan.Zero);

        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        var after = job.Grain.GetAsync().AsTask();
        world.Store.ReadsHang = false;
        world.Store.LetGo();

        await VirtualClock.SoonAsync(before, "the answer of the first get");
        (await VirtualClock.SoonAsync(after, "the answer of the second get")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_task_that_its_plugin_refuses_is_accepted_as_failed_and_wakes_nobody()
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Planner = (_, _) => throw new TaskRefusedException("inputs", "are wrong");
        var job = world.Job();

        (await job.CreateAsync()).Snapshot!.Phase.ShouldBe(JobPhase.Failed);

        job.Stored.Stage.ShouldBe(JobStage.Ended);
        Accepted(world).Has(job.Key).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_request_under_the_key_of_a_job_is_a_conflict()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.Put(Records.Accept(Tasks.Request()) with { Fingerprint = "another" });

        (await world.Job().CreateAsync()).Outcome.ShouldBe(CreateOutcome.Conflict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeat_with_other_inputs_is_a_conflict_before_and_after_the_task_has_shrunk(bool isConfirmed)
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        var submit = await world.NextAsync(CallKind.Submit);
        if (isConfirmed)
        {
            submit.Answer(submit.Running());
            await job.UntilAsync(seen => seen.Phase == JobPhase.Running);
        }

        job.Stored.IsShed.ShouldBe(isConfirmed);
        var other = world.Job(Tasks.Request() with { Inputs = new Dictionary<string, Literal> { ["a"] = new IntegerLiteral(7) } });
        other.Key.ShouldBe(job.Key);
        (await other.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Conflict);
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Known);
    }

    [Fact]
    public async Task A_job_that_waits_to_be_woken_counts_as_seen_to()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.ReadsHang = true;
        var job = world.Job();

        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);

        world.Cluster.Silos[0].ServiceProvider.GetRequiredService<LocalWatch>().IsWatched(job.Key).ShouldBeTrue();
    }

    [Fact]
    public async Task In_a_burst_of_creates_grains_are_woken_at_a_pace()
    {
        await using var world = await JobWorld.StartAsync();
        Arrive(world, 1000);

        var job = world.Job();
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);

        // Time stands still: another job is created and woken at once all the same, by whoever asks for it.
        var asked = world.Job(Tasks.Request(node: "asked"));
        (await asked.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        (await asked.GetAsync()).Phase.ShouldBe(JobPhase.Initializing);
        Accepted(world).Has(job.Key).ShouldBeTrue();
        world.Store.Reads.ShouldBe(1);

        await world.UntilAsync(() => !Accepted(world).Has(job.Key), "the wake of the first job", TimeSpan.FromMilliseconds(10));
        world.Store.Reads.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Creates_that_are_many_because_they_are_slow_are_no_burst()
    {
        await using var world = await JobWorld.StartAsync();
        Arrive(world, 100);

        (await world.Job().CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);

        // Time stands still.
        await world.NextAsync(CallKind.Submit);
    }

    [Fact]
    public void Projects_take_turns_and_within_one_the_order_is_kept()
    {
        var turns = new TurnsOfProjects<string>();
        foreach (var item in new[] { "a1", "a2", "a3", "b1", "c1", "b2" })
        {
            turns.Add(item[..1], item);
        }

        var taken = new List<string>();
        while (turns.TryTake(out var item))
        {
            taken.Add(item);
        }

        taken.ShouldBe(["a1", "b1", "c1", "a2", "b2", "a3"]);
        turns.Count.ShouldBe(0);
    }

    private static void Arrive(JobWorld world, int creates)
    {
        for (var i = 0; i < creates; i++)
        {
            Accepted(world).Arrive();
        }
    }

    private static AcceptedJobs Accepted(JobWorld world) => world.Cluster.Silos[0].ServiceProvider.GetRequiredService<AcceptedJobs>();
}
