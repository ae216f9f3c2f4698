namespace BackendPlugins.Contracts.Catalog;

/// <summary>The job catalog for those who have no store of their own: gateways and pages. One worker per silo; key 0.</summary>
[Alias("bp.IJobCatalogGrain")]
public interface IJobCatalogGrain : IGrainWithIntegerKey
{
    /// <inheritdoc cref="IJobCatalog.ListAsync"/>
    [Alias("list"), ResponseTimeout("00:00:10")]
    Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IJobCatalog.CountAsync"/>
    [Alias("count"), ResponseTimeout("00:00:10")]
    Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IJobCatalog.ActivityAsync"/>
    [Alias("activity"), ResponseTimeout("00:00:10")]
    Task<JobActivity> ActivityAsync(DateTimeOffset from, TimeSpan slice, int slices, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IJobCatalog.UnsubmittedAsync"/>
    [Alias("unsubmitted"), ResponseTimeout("00:00:10")]
    Task<UnsubmittedJobs> UnsubmittedAsync(int limit, CancellationToken cancellationToken = default);
}
