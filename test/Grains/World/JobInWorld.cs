using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

/// <summary>A job as its caller sees it.</summary>
internal sealed class JobInWorld(JobWorld world, CreateJob command)
{
    public string Key => command.Identity.Key.Value;

    public CreateJob Command => command;

    public IJobGrain Grain => world.Cluster.Client.GetGrain<IJobGrain>(Key);

    public JobRecord Stored => world.Store.Stored(Key) ?? throw new InvalidOperationException("The job is not stored.");

    /// <summary>Creates it as a gateway does.</summary>
    public Task<CreateResult> CreateAsync() =>
        VirtualClock.SoonAsync(world.Cluster.Client.GetGrain<IJobIntakeGrain>(0).CreateAsync(command), "the answer of a create");

    /// <summary>Creates it as an intake does that finds it taken, or that its silo does not serve.</summary>
    public Task<CreateResult> CreateAtGrainAsync() => VirtualClock.SoonAsync(Grain.CreateAsync(command), "the answer of a create");

    public Task<JobSnapshot> GetAsync() => VirtualClock.SoonAsync(FoundAsync(), "the answer of a get");

    public Task<JobDetails?> DescribeAsync() => VirtualClock.SoonAsync(Grain.DescribeAsync().AsTask(), "the answer of a describe");

    public Task<DeleteOutcome> DeleteAsync(string reason = "deleted by Flyte") =>
        VirtualClock.SoonAsync(Grain.DeleteAsync(reason), "the answer of a delete");

    /// <summary>Moves time until the job shows something.</summary>
    public Task<JobSnapshot> UntilAsync(Func<JobSnapshot, bool> holds, TimeSpan? step = null) =>
        world.Clock.UntilAsync(GetAsync, holds, "the job's state", step);

    public Task<JobSnapshot> UntilEndedAsync(TimeSpan? step = null) => UntilAsync(seen => seen.Stage == JobStage.Ended, step);

    private async Task<JobSnapshot> FoundAsync() =>
        await Grain.GetAsync() ?? throw new InvalidOperationException("The grain knows no job.");
}
