namespace BackendPlugins.Contracts.Catalog;

/// <summary>Questions over all stored jobs. Answered by the job store's own rows; a silo's service, not a grain.</summary>
public interface IJobCatalog
{
    /// <summary>A page of jobs.</summary>
    /// <param name="filter">Which, and in which order.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The cursor is none of this catalog's.</exception>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>How many jobs stand in each phase.</summary>
    /// <param name="filter">Which jobs; cursor and limit do not matter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>What was accepted and what ended over a time. Jobs that were forgotten since are missing.</summary>
    /// <param name="from">When it begins.</param>
    /// <param name="slice">Length of a slice.</param>
    /// <param name="slices">How many slices, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    Task<JobActivity> ActivityAsync(DateTimeOffset from, TimeSpan slice, int slices, CancellationToken cancellationToken);

    /// <summary>The jobs that are not yet confirmed by their service, oldest first.</summary>
    /// <param name="limit">How many to show.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    Task<UnsubmittedJobs> UnsubmittedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Keys of jobs that have not ended, in the order of their keys.</summary>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="limit">Keys per page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    Task<IReadOnlyList<string>> UnfinishedAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The attempts of a family that have not ended.</summary>
    /// <param name="family">The family.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    Task<IReadOnlyList<FamilyMember>> FamilyAsync(string family, CancellationToken cancellationToken);

    /// <summary>Deletes jobs that ended before an instant, at most a batch.</summary>
    /// <param name="endedBefore">The instant.</param>
    /// <param name="limit">Size of the batch.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);
}
