using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Grains.Tests;

public sealed class AdoptionTests
{
    private static readonly byte[] Meta = """{"job_id":"theirs","project":"p","location":"EU"}"""u8.ToArray();

    [Fact]
    public async Task A_job_of_another_backend_is_watched_and_never_submitted()
    {
        await using var world = await JobWorld.StartAsync();
        var job = Adopted(world);
        var adopted = await VirtualClock.SoonAsync(job.Grain.AdoptAsync(Command()), "the adoption");

        adopted.Outcome.ShouldBe(CreateOutcome.Accepted);
        var look = await world.NextAsync(CallKind.LookUp);
        look.Job.External.Id.ShouldBe("theirs");
        look.Job.Task.IsAdopted.ShouldBeTrue();
        look.Answer(look.Succeeded());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        world.Plugin.Count(CallKind.Submit).ShouldBe(0);
    }

    [Fact]
    public async Task An_adopted_job_is_cancelled_when_it_is_deleted()
    {
        await using var world = await JobWorld.StartAsync();
        var job = Adopted(world);
        await VirtualClock.SoonAsync(job.Grain.AdoptAsync(Command()), "the adoption");
        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);

        var cancel = await world.NextAsync(CallKind.Cancel);
        cancel.Answer(cancel.Cancelled());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Fact]
    public async Task A_form_that_the_plugin_does_not_know_stores_nothing()
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Adopter = _ => null;
        var job = Adopted(world);
        (await VirtualClock.SoonAsync(job.Grain.AdoptAsync(Command()), "the adoption")).Outcome.ShouldBe(CreateOutcome.NotAdoptable);
        world.Store.Stored(job.Key).ShouldBeNull();
    }

    private static AdoptJob Command() => new(JobIdentity.OfForeign(Tasks.Category.Name, Meta), Tasks.Category.Name, Meta);

    private static JobInWorld Adopted(JobWorld world) => new(world, new CreateJob(Command().Identity, Tasks.Request()));
}
