namespace BackendPlugins.Contracts.Catalog;

/// <summary>The job catalog for those who have no store of their own: gateways and pages. Workers on every silo; any key.</summary>
[Alias("bp.IJobCatalogGrain")]
public interface IJobCatalogGrain : IGrainWithIntegerKey
{
    /// <inheritdoc cref="IJobCatalog.ListAsync"/>
    [Alias("list"), ResponseTimeout("00:00:10")]
    Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IJobCatalog.CountAsync"/>
    [Alias("count"), ResponseTimeout("00:00:10")]
    Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// The job as it was stored last; null where the store has none. For callers whom the job's own grain gives no answer.
    /// </summary>
    /// <param name="key">The job's key.</param>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    [Alias("recall"), ResponseTimeout("00:00:05")]
    Task<JobSnapshot?> RecallAsync(string key);
}
