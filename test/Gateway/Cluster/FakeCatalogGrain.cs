using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Gateway.Tests.Cluster;

public sealed class FakeCatalogGrain(FakeJobs jobs) : Grain, IJobCatalogGrain
{
    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken = default)
    {
        jobs.Listed.Enqueue(filter);
        return Task.FromResult(jobs.OnList(filter));
    }

    public Task<JobSnapshot?> RecallAsync(string key) =>
        jobs.Of(key).Recall is { } stored ? Task.FromResult(stored()) : Task.FromException<JobSnapshot?>(new TimeoutException());

    public Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyDictionary<JobPhase, long>>(new Dictionary<JobPhase, long>());
}
