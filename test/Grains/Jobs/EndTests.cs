using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class EndTests
{
    [Fact]
    public async Task An_end_is_one_write_and_nothing_is_asked_after_it()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var writes = world.Store.Attempts.Count;
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Succeeded() with { Outputs = new Dictionary<string, Literal> { ["o0"] = new StringLiteral("bq://p.d.t") } });
        var ended = await job.UntilEndedAsync();

        await world.Clock.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5));

        ended.Outputs!.Literals["o0"].ShouldBe(new StringLiteral("bq://p.d.t"));
        ended.EndedAt.ShouldNotBeNull();
        world.Store.Attempts.Count.ShouldBe(writes + 1);
        world.Plugin.Count(CallKind.LookUp).ShouldBe(1);
        (await job.DescribeAsync())!.NextCheckAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_running_job_stays_in_memory_and_an_ended_one_leaves_it_and_is_read_again_for_a_late_get()
    {
        await using var world = await JobWorld.StartAsync();
        var management = world.Cluster.Client.GetGrain<IManagementGrain>(0);
        var job = await world.RunningAsync();
        await management.ForceActivationCollection(TimeSpan.Zero);
        world.Cluster.TryGetGrainContext(job.Grain.GetGrainId(), out _).ShouldBeTrue();

        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Succeeded());
        await job.UntilEndedAsync();
        var gone = world.Cluster.WaitForDeactivationAsync(job.Grain.GetGrainId());
        await management.ForceActivationCollection(TimeSpan.Zero);
        await gone.WaitAsync(TimeSpan.FromSeconds(30));
        var reads = world.Store.Reads;

        (await job.GetAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        world.Store.Reads.ShouldBe(reads + 1);
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Known);
    }

    [Fact]
    public async Task A_job_that_somebody_else_cancelled_has_failed()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Cancelled());

        var ended = await job.UntilEndedAsync();

        ended.Phase.ShouldBe(JobPhase.Failed);
        ended.Message.ShouldStartWith("cancelled at the service, not by us");
        ended.Error.ShouldNotBeNull();
    }

    [Fact]
    public async Task Deleting_what_has_ended_is_fine_and_changes_nothing()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.Put(Records.Succeeded);
        var job = world.Job();

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.AlreadyEnded);

        (await job.GetAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        world.Store.Attempts.ShouldBeEmpty();
        world.Plugin.History.ShouldBeEmpty();
    }
}
