using BackendPlugins.Contracts;
using BackendPlugins.Grains.Recovery;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.Grains.Tests.Recovery;

public sealed class JobsAtWorkTests
{
    [Fact]
    public void A_job_counts_once_however_often_it_begins_and_ends()
    {
        var jobs = new JobsAtWork();
        jobs.Begin("a");
        jobs.Begin("a");
        jobs.Begin("b");
        (jobs.Count, jobs.Has("a"), jobs.Has("c")).ShouldBe((2, true, false));
        jobs.End("a");
        jobs.End("a");
        (jobs.Count, jobs.Has("a")).ShouldBe((1, false));
    }

    [Fact]
    public async Task A_silo_knows_the_jobs_that_it_watches_until_they_end()
    {
        await using var world = await JobWorld.StartAsync();
        var jobs = world.Cluster.Silos[0].ServiceProvider.GetRequiredService<JobsAtWork>();
        var job = await world.RunningAsync();
        jobs.Has(job.Key).ShouldBeTrue();

        var look = await world.NextAsync(CallKind.LookUp);
        look.Answer(look.Succeeded());
        await job.UntilAsync(seen => seen.Phase == JobPhase.Succeeded);
        jobs.Count.ShouldBe(0);
    }
}
