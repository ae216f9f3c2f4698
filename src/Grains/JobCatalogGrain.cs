using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Life;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace BackendPlugins.Grains;

/// <summary>Answers questions about stored jobs of gateways and pages, on any silo.</summary>
[GrainType("catalog")]
[StatelessWorker(maxLocalWorkers: 4)]
internal sealed partial class JobCatalogGrain(
    IJobCatalog catalog, [FromKeyedServices(JobGrain.StoreName)] IGrainStorage storage, ILogger<JobCatalogGrain> logger) : Grain, IJobCatalogGrain
{
    /// <inheritdoc/>
    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken = default) =>
        AskAsync(() => catalog.ListAsync(filter, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken = default) =>
        AskAsync(() => catalog.CountAsync(filter, cancellationToken));

    /// <inheritdoc/>
    public async Task<JobSnapshot?> RecallAsync(string key)
    {
        var stored = new GrainState<JobState>();
        await AskAsync(async () =>
        {
            await storage.ReadStateAsync(JobGrain.StateName, GrainId.Create(JobGrain.TypeName, key), stored);
            return true;
        });
        return stored.State?.Record is { } job ? JobShown.Of(job) : null;
    }

    /// <inheritdoc/>
    public Task<JobActivity> ActivityAsync(DateTimeOffset from, TimeSpan slice, int slices, CancellationToken cancellationToken = default) =>
        AskAsync(() => catalog.ActivityAsync(from, slice, slices, cancellationToken));

    /// <inheritdoc/>
    public Task<UnsubmittedJobs> UnsubmittedAsync(int limit, CancellationToken cancellationToken = default) =>
        AskAsync(() => catalog.UnsubmittedAsync(limit, cancellationToken));

    /// <summary>Keeps the database driver's exceptions here: an asker elsewhere could not even read them.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (JobStoreUnavailableException silence) when (silence.InnerException is not null)
        {
            LogStoreFailed(silence);
            throw new JobStoreUnavailableException(silence.Message);
        }
    }

    [LoggerMessage(1110, LogLevel.Debug, "The job store did not answer a question")]
    private partial void LogStoreFailed(Exception exception);
}
