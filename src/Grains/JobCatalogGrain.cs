using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Orleans.Concurrency;

namespace BackendPlugins.Grains;

/// <summary>Answers catalog questions of gateways and pages on any silo.</summary>
[GrainType("catalog")]
[StatelessWorker(maxLocalWorkers: 4)]
internal sealed class JobCatalogGrain(IJobCatalog catalog) : Grain, IJobCatalogGrain
{
    /// <inheritdoc/>
    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken = default) =>
        catalog.ListAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken = default) =>
        catalog.CountAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public Task<JobActivity> ActivityAsync(DateTimeOffset from, TimeSpan slice, int slices, CancellationToken cancellationToken = default) =>
        catalog.ActivityAsync(from, slice, slices, cancellationToken);

    /// <inheritdoc/>
    public Task<UnsubmittedJobs> UnsubmittedAsync(int limit, CancellationToken cancellationToken = default) =>
        catalog.UnsubmittedAsync(limit, cancellationToken);
}
