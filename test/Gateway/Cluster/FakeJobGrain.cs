using BackendPlugins.Contracts;

namespace BackendPlugins.Gateway.Tests.Cluster;

[GrainType("job")]
public sealed class FakeJobGrain(FakeJobs jobs) : Grain, IJobGrain
{
    private FakeJob Job => jobs.Of(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        Job.ActivationFails is { } failure ? Task.FromException(failure) : Task.CompletedTask;

    public async Task<CreateResult> CreateAsync(CreateJob command)
    {
        await BeforeAsync();
        Job.Created.Add(command);
        return Job.OnCreate?.Invoke(command) ?? new CreateResult(CreateOutcome.Accepted, Job.Snapshot);
    }

    public async ValueTask<JobSnapshot?> GetAsync()
    {
        await BeforeAsync();
        return Job.Snapshot;
    }

    public async ValueTask<JobNews> GetNewsAsync(long revision)
    {
        await BeforeAsync();
        Job.Revisions.Add(revision);
        return Job.Snapshot is { Revision: not 0 } snapshot && snapshot.Revision == revision ? JobNews.Known : new JobNews(false, Job.Snapshot);
    }

    public async Task<DeleteOutcome> DeleteAsync(string reason)
    {
        await BeforeAsync();
        Job.DeleteReasons.Add(reason);
        return Job.Delete;
    }

    public async ValueTask<JobDetails?> DescribeAsync()
    {
        await BeforeAsync();
        return Job.Details;
    }

    public async Task<CreateResult> AdoptAsync(AdoptJob command)
    {
        await BeforeAsync();
        Job.Adoption = command;
        return Job.OnAdopt?.Invoke(command) ?? new CreateResult(CreateOutcome.NotAdoptable, null);
    }

    public async Task RenewSecretsAsync(SecretBundle secrets)
    {
        await BeforeAsync();
        Job.Renewed.Enqueue(secrets);
    }

    public ValueTask ResumeAsync() => ValueTask.CompletedTask;

    private Task BeforeAsync()
    {
        Job.Calls++;
        return Job.Before?.Invoke() ?? Task.CompletedTask;
    }
}
