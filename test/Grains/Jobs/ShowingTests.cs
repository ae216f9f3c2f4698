using System.Text.Json;
using BackendPlugins.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.Grains.Tests;

/// <summary>What is shown without a call, or without the snapshot, is what a call would answer.</summary>
public sealed class ShowingTests
{
    [Fact]
    public async Task The_process_of_a_grain_is_shown_what_a_call_would_answer()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        Text(Local(world).Find(job.Key).ShouldNotBeNull().Snapshot).ShouldBe(Text(await InProcessAsync(world, job)));

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        Local(world).Find(job.Key).ShouldNotBeNull().Snapshot.CancelRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_grain_that_leaves_memory_is_shown_no_more()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Succeeded());
        await job.UntilEndedAsync();
        Local(world).Find(job.Key).ShouldNotBeNull().Snapshot.Phase.ShouldBe(JobPhase.Succeeded);

        var gone = world.Cluster.WaitForDeactivationAsync(job.Grain.GetGrainId());
        await world.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await gone.WaitAsync(TimeSpan.FromSeconds(30));
        Local(world).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_the_newest_snapshot_is_not_sent_it_again()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var first = await job.Grain.GetNewsAsync(0);
        first.IsKnown.ShouldBeFalse();
        var snapshot = first.Snapshot.ShouldNotBeNull();
        snapshot.Revision.ShouldNotBe(0);
        (await job.Grain.GetNewsAsync(snapshot.Revision)).ShouldBe(JobNews.Known);

        await job.DeleteAsync();
        var second = await job.Grain.GetNewsAsync(snapshot.Revision);
        second.IsKnown.ShouldBeFalse();
        second.Snapshot.ShouldNotBeNull().CancelRequested.ShouldBeTrue();
        second.Snapshot.Revision.ShouldNotBe(snapshot.Revision);
    }

    [Fact]
    public async Task The_next_activation_counts_through_other_revisions()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var before = (await job.GetAsync()).Revision;
        await world.Cluster.DeactivateAsync(job.Grain);

        var news = await job.Grain.GetNewsAsync(before);
        news.IsKnown.ShouldBeFalse();
        news.Snapshot.ShouldNotBeNull();
    }

    [Fact]
    public async Task No_job_is_no_news_of_one()
    {
        await using var world = await JobWorld.StartAsync();
        (await world.Cluster.Client.GetGrain<IJobGrain>("test_task/nobody").GetNewsAsync(0)).ShouldBe(new JobNews(false, null));
        Local(world).Count.ShouldBe(0);
    }

    private static string Text(JobSnapshot? job) => JsonSerializer.Serialize(job, PluginJson.Options);

    private static LocalJobs Local(JobWorld world) => world.Cluster.Silos[0].ServiceProvider.GetRequiredService<LocalJobs>();

    private static async Task<JobSnapshot?> InProcessAsync(JobWorld world, JobInWorld job) =>
        await world.Cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IJobGrain>(job.Key).GetAsync();
}
