using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Rest;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.Grains.Tests;

/// <summary>A job that waits for its next look is packed, and nobody can tell.</summary>
public sealed class RestTests
{
    [Fact]
    public async Task A_job_rests_between_its_looks_and_answers_as_before()
    {
        await using var world = await StartAsync();
        var job = await RunningAsync(world);
        var resting = await RestingAsync(world, job);

        Text(resting.Snapshot).ShouldBe(Text(await job.GetAsync()));
        (await job.Grain.GetNewsAsync(resting.Revision)).ShouldBe(JobNews.Known);
        var details = (await job.DescribeAsync()).ShouldNotBeNull();
        details.Identity.ShouldBe(job.Command.Identity);
        details.History.ShouldBe(job.Stored.History);
        details.NextCheckAt.ShouldNotBeNull();
        var inspection = (await world.Cluster.Client.GetGrain<IJobOperations>(job.Key).InspectAsync()).ShouldNotBeNull();
        inspection.Asked.Name.ShouldBe(job.Command.Task.Template.Id.Name);
        inspection.Evidence.ShouldNotBeNull().GetProperty("phase").GetString().ShouldBe("Running");
        (await job.CreateAtGrainAsync()).Outcome.ShouldBe(CreateOutcome.Known);
        Shown(world, job).ShouldBeSameAs(resting, "whoever only asks does not wake it");
    }

    [Fact]
    public async Task Another_thread_reads_a_resting_job_while_its_grain_looks()
    {
        await using var world = await StartAsync();
        var job = await RunningAsync(world);
        var resting = await RestingAsync(world, job);
        var before = Text(resting.Snapshot);

        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running() with { Message = "something new" });
        await job.UntilAsync(seen => seen.Message == "something new");

        Text(resting.Snapshot).ShouldBe(before);
        (await RestingAsync(world, job)).Snapshot.Message.ShouldBe("something new");
    }

    [Fact]
    public async Task A_look_that_brings_nothing_new_renews_only_when_the_job_was_seen()
    {
        await using var world = await StartAsync();
        var job = await RunningAsync(world);
        var first = await RestingAsync(world, job);

        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());
        await job.UntilAsync(seen => seen.ObservedAt > first.ObservedAt);
        var second = await RestingAsync(world, job);

        second.Revision.ShouldNotBe(first.Revision);
        Text(second.Unpack()).ShouldBe(Text(first.Unpack()));
    }

    [Fact]
    public async Task A_resting_job_whose_service_is_silent_says_so_and_rests_on()
    {
        await using var world = await StartAsync();
        var job = await RunningAsync(world);
        await RestingAsync(world, job);

        (await world.NextAsync(CallKind.LookUp)).Fail(Evidence.Lost());
        await job.UntilAsync(seen => seen.Trouble is not null);
        (await RestingAsync(world, job)).Snapshot.Trouble.ShouldNotBeNull().Tries.ShouldBe(1);

        (await world.NextAsync(CallKind.LookUp)).Fail(Evidence.Lost());
        await job.UntilAsync(seen => seen.Trouble is { Tries: 2 });
    }

    [Fact]
    public async Task A_resting_job_is_looked_at_now_and_deleted()
    {
        await using var world = await StartAsync();
        var job = await RunningAsync(world);
        await RestingAsync(world, job);

        (await world.Cluster.Client.GetGrain<IJobOperations>(job.Key).PollNowAsync("ann")).Done.ShouldBeTrue();
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());
        await RestingAsync(world, job);

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        job.Stored.Cancel.ShouldNotBeNull();
        var cancel = await world.NextAsync(CallKind.Cancel);
        cancel.Answer(cancel.Cancelled());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Fact]
    public async Task A_job_with_secrets_stays_awake_and_keeps_them()
    {
        await using var world = await StartAsync();
        var job = await RunningAsync(world);
        await RestingAsync(world, job);
        await job.Grain.RenewSecretsAsync(new SecretBundle(new Dictionary<string, string> { ["token"] = "new" }));

        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Job.Secrets["token"].ShouldBe("new");
        lookUp.Answer(lookUp.Running());
        (await world.NextAsync(CallKind.LookUp)).Job.Secrets["token"].ShouldBe("new");
        Shown(world, job).ShouldBeOfType<AwakeJob>();
    }

    private static Task<JobWorld> StartAsync() =>
        JobWorld.StartAsync(settings => settings.Polling = polling => polling.Young = TimeSpan.FromMilliseconds(1));

    /// <summary>A job that is young no more.</summary>
    private static async Task<JobInWorld> RunningAsync(JobWorld world)
    {
        var job = await world.RunningAsync();
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());
        return job;
    }

    private static async Task<RestingJob> RestingAsync(JobWorld world, JobInWorld job)
    {
        var resting = default(RestingJob);
        await world.Clock.UntilAsync(() => Task.FromResult(resting = Shown(world, job) as RestingJob), found => found is not null, "the job at rest", TimeSpan.Zero);
        return resting!;
    }

    private static ShownJob? Shown(JobWorld world, JobInWorld job) => world.Cluster.Silos[0].ServiceProvider.GetRequiredService<LocalJobs>().Find(job.Key);

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, PluginJson.Options);
}
