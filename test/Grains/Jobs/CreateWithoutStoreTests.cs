using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Grains.Tests;

public sealed class CreateWithoutStoreTests
{
    [Fact]
    public async Task Create_with_the_store_down_is_refused_at_once_and_nothing_is_submitted_until_it_is_back()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.Down = true;
        var job = world.Job();

        var refused = await job.CreateAsync();
        await world.Clock.PassAsync(TimeSpan.FromSeconds(5));

        refused.Outcome.ShouldBe(CreateOutcome.StoreUnavailable);
        refused.Detail.ShouldBe("the store is down");
        world.Plugin.History.ShouldBeEmpty();
        world.Store.Down = false;
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        (await world.NextAsync(CallKind.Submit)).Job.External.Id.ShouldStartWith("flyte_exec1_n0_0_");
    }

    [Fact]
    public async Task A_first_write_that_fails_leaves_nothing_behind_and_may_be_repeated()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = _ => StoreFault.FailBefore;
        var job = world.Job();

        var refused = await job.CreateAsync();

        refused.Outcome.ShouldBe(CreateOutcome.StoreUnavailable);
        refused.Detail.ShouldBe("the store failed before the write");
        (await job.Grain.GetAsync()).ShouldBeNull();
        world.Plugin.History.ShouldBeEmpty();
        world.Store.OnWrite = _ => StoreFault.None;
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        (await world.NextAsync(CallKind.Submit)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_create_whose_write_landed_without_an_answer_is_found_by_its_repeat_and_submitted_once()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Number == 1 ? StoreFault.FailAfter : StoreFault.None;
        var job = world.Job();
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.StoreUnavailable);

        var repeat = await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());
        await job.UntilAsync(seen => seen.Phase == JobPhase.Running);

        repeat.Outcome.ShouldBe(CreateOutcome.Known);
        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task A_create_whose_write_landed_without_an_answer_and_that_nobody_repeats_is_found_by_the_sweep()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Number == 1 ? StoreFault.FailAfter : StoreFault.None;

        (await world.Job().CreateAsync()).Outcome.ShouldBe(CreateOutcome.StoreUnavailable);

        (await world.NextAsync(CallKind.Submit)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_create_that_another_activation_stored_first_finds_that_job()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        (await job.Grain.GetAsync()).ShouldBeNull();
        world.Store.Put(Records.Accept(Tasks.Request()) with { Fingerprint = "another" });

        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Conflict);
        (await job.GetAsync()).Phase.ShouldBe(JobPhase.Initializing);
    }

    [Fact]
    public async Task Creates_that_wait_for_a_store_that_hangs_are_all_refused_after_one_wait()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = _ => StoreFault.Hang;
        var job = world.Job();
        var creating = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => job.Grain.CreateAsync(job.Command)));

        var refused = await world.Clock.UntilAsync(creating, "the refusals");

        refused.ShouldAllBe(result => result.Outcome == CreateOutcome.StoreUnavailable);
        refused[0].Detail.ShouldBe("the job store did not answer within 8 s");
        world.Store.Attempts.Count.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task A_new_job_costs_one_write_and_no_read()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        (await job.CreateAtGrainAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        world.Store.Reads.ShouldBe(0);
    }

    [Fact]
    public async Task Who_creates_while_the_first_write_is_under_way_is_told_of_the_job()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        var creates = Enumerable.Range(0, 4).Select(_ => job.Grain.CreateAsync(job.Command)).ToList();

        var outcomes = (await VirtualClock.SoonAsync(Task.WhenAll(creates), "the creates")).Select(result => result.Outcome).ToList();
        outcomes.Count(outcome => outcome == CreateOutcome.Accepted).ShouldBe(1);
        outcomes.Count(outcome => outcome == CreateOutcome.Known).ShouldBe(3);
        world.Store.Applied.Count(write => write.Record.Stage == JobStage.Accepted).ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_hangs_is_given_up_and_its_job_created_once_all_the_same()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.OnWrite = write => write.Number == 1 ? StoreFault.Hang : StoreFault.None;
        var job = world.Job();

        var refused = await world.Clock.UntilAsync(job.Grain.CreateAsync(job.Command), "the refusal");

        refused.Outcome.ShouldBe(CreateOutcome.StoreUnavailable);
        refused.Detail.ShouldBe("the job store did not answer within 8 s");
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        world.Store.Applied.Count(write => write.Record.Stage == JobStage.Accepted).ShouldBe(1);
    }

    [Fact]
    public async Task Questions_about_a_job_that_is_not_in_memory_fail_at_once_while_the_store_is_down_and_work_again_when_it_is_back()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.Put(Records.Succeeded);
        world.Store.Down = true;
        var job = world.Job();

        await Should.ThrowAsync<JobStoreUnavailableException>(job.GetAsync());
        await Should.ThrowAsync<JobStoreUnavailableException>(job.DescribeAsync());
        await Should.ThrowAsync<JobStoreUnavailableException>(async () => await job.Grain.ResumeAsync());
        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.StoreUnavailable);

        world.Store.Down = false;
        (await job.GetAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        (await job.DescribeAsync())!.History.Count.ShouldBe(4);
        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.AlreadyEnded);
    }
}
