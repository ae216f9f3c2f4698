using BackendPlugins.Contracts;
using BackendPlugins.Grains.Recovery;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.Grains.Tests.Recovery;

public sealed class ClusterWatchTests
{
    [Fact]
    public async Task Every_silo_learns_which_jobs_nobody_in_the_cluster_watches()
    {
        await using var world = await JobWorld.StartAsync(settings => settings.Silos = 2);
        world.Plugin.Auto = call => call.Running();
        var jobs = Enumerable.Range(0, 16).Select(node => world.Job(Tasks.Request($"n{node}"))).ToList();
        await Task.WhenAll(jobs.Select(job => job.CreateAsync()));
        await world.UntilAsync(() => world.Store.Applied.Count(write => write.Record.Stage == JobStage.Tracked) == 16, "all tracked");
        string[] keys = [.. jobs.Select(job => job.Key), "test/nobody"];
        var silos = world.Cluster.Silos.Select(silo => silo.ServiceProvider).ToList();
        silos.ShouldAllBe(silo => jobs.Any(job => silo.GetRequiredService<LocalJobs>().IsWatched(job.Key)));

        foreach (var silo in silos)
        {
            (await silo.GetRequiredService<ClusterWatch>().UnwatchedAsync(keys, TestContext.Current.CancellationToken)).ShouldBe(["test/nobody"]);
        }
    }

    [Fact]
    public async Task A_job_is_watched_until_it_ends()
    {
        await using var world = await JobWorld.StartAsync();
        var watch = world.Cluster.Silos[0].ServiceProvider.GetRequiredService<ClusterWatch>();
        var job = await world.RunningAsync();
        (await watch.UnwatchedAsync([job.Key], TestContext.Current.CancellationToken)).ShouldBeEmpty();

        var look = await world.NextAsync(CallKind.LookUp);
        look.Answer(look.Succeeded());
        await job.UntilAsync(seen => seen.Phase == JobPhase.Succeeded);

        (await watch.UnwatchedAsync([job.Key], TestContext.Current.CancellationToken)).ShouldBe([job.Key]);
    }
}
