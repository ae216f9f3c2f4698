using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Life;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Storage;

namespace BackendPlugins.Grains;

/// <summary>Answers questions about stored jobs of gateways and pages, on any silo.</summary>
[GrainType("catalog")]
[StatelessWorker(maxLocalWorkers: 4)]
internal sealed class JobCatalogGrain(IJobCatalog catalog, [FromKeyedServices(JobGrain.StoreName)] IGrainStorage storage) : Grain, IJobCatalogGrain
{
    /// <inheritdoc/>
    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken = default) =>
        catalog.ListAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken = default) =>
        catalog.CountAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public async Task<JobSnapshot?> RecallAsync(string key)
    {
        var stored = new GrainState<JobState>();
        await storage.ReadStateAsync("job", GrainId.Create(JobGrain.TypeName, key), stored);
        return stored.State?.Record is { } job ? JobShown.Of(job) : null;
    }
}
