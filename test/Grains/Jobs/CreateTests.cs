using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class CreateTests
{
    [Fact]
    public async Task Create_stores_the_intent_before_it_answers()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        world.Store.OnWrite = _ => StoreFault.Hang;
        var creating = job.Grain.CreateAsync(job.Command);
        await VirtualClock.SoonAsync(world.Store.NextHangingAsync(), "the first write");
        creating.IsCompleted.ShouldBeFalse();
        world.Plugin.Count(CallKind.Submit).ShouldBe(0);

        world.Store.LetGo();
        var created = await VirtualClock.SoonAsync(creating, "the create");

        created.Outcome.ShouldBe(CreateOutcome.Accepted);
        created.Snapshot!.Phase.ShouldBe(JobPhase.Initializing);
        world.Store.Applied[0].Record.Stage.ShouldBe(JobStage.Accepted);
    }

    [Fact]
    public async Task Create_with_the_store_down_is_refused_at_once_and_nothing_is_submitted()
    {
        await using var world = await JobWorld.StartAsync();
        world.Store.Down = true;
        var job = world.Job();

        var created = await job.CreateAsync();

        created.Outcome.ShouldBe(CreateOutcome.StoreUnavailable);
        created.Detail.ShouldBe("the store is down");
        world.Plugin.History.ShouldBeEmpty();
    }
}
