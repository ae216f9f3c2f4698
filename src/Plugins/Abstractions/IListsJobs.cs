namespace BackendPlugins;

/// <summary>
/// What a plugin offers whose service can tell of many jobs in one call, beside <see cref="IBackendPlugin"/>. Look-ups that
/// are due together are then answered from the service's list, across all silos where any of them can read it.
/// </summary>
public interface IListsJobs
{
    /// <summary>Where a job stands in a list. No I/O; does not throw.</summary>
    /// <param name="job">A job that the service has confirmed.</param>
    /// <returns>Null where it has to be asked for by itself.</returns>
    ListedPlace? PlaceOf(PluginJob job);

    /// <summary>
    /// Reads the list as far as that costs less than asking for each. A job that is not found may exist all the same: it is
    /// asked for by itself.
    /// </summary>
    /// <param name="group">The group of all that is asked.</param>
    /// <param name="asked">The jobs; no handle twice.</param>
    /// <param name="found">Takes entries by handle, for <see cref="ReadAsync"/>: page by page, since a list may be long. Does not throw; not to be called at once from two threads.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What it came to. Does not throw where the service fails: what was found before holds.</returns>
    Task<ListedJobs> ListAsync(string group, IReadOnlyList<ListedAsk> asked, Action<IReadOnlyDictionary<string, byte[]>> found, CancellationToken cancellationToken);

    /// <summary>Turns a job's entry of the list into evidence.</summary>
    /// <param name="job">The job.</param>
    /// <param name="entry">Its entry.</param>
    /// <param name="cancellationToken">Ends the wait for what the entry does not tell.</param>
    /// <exception cref="ServiceUnavailableException">What the entry does not tell could not be had now.</exception>
    Task<JobEvidence> ReadAsync(PluginJob job, ReadOnlyMemory<byte> entry, CancellationToken cancellationToken);
}

/// <summary>A job's place in a list.</summary>
/// <param name="Group">Jobs of one group can be asked for together: same credentials, same project. Nothing secret: it is a grain's key.</param>
/// <param name="Handle">The job within its group.</param>
/// <param name="IsShared">
/// Whether every process of the cluster can list the group, because the credentials are the hosts' own. Credentials of tasks stay
/// where their jobs are: each process lists for itself.
/// </param>
/// <param name="Threshold">Fewer asks than this are not worth a list.</param>
/// <param name="Singles">What may be spent on asking for single jobs now.</param>
public sealed record ListedPlace(string Group, string Handle, bool IsShared, int Threshold, BudgetAllowance Singles);

/// <summary>A job that is asked for.</summary>
/// <param name="Handle">The job within its group.</param>
/// <param name="CreatedAt">When the service says that it was created; null where it has not told.</param>
public readonly record struct ListedAsk(string Handle, DateTimeOffset? CreatedAt);

/// <summary>What a reading of a list came to.</summary>
/// <param name="Found">How many of the jobs it told of.</param>
/// <param name="Calls">How many calls it took.</param>
/// <param name="Problem">Why the reading ended early; null where it did not.</param>
public sealed record ListedJobs(int Found, int Calls, string? Problem = null);
