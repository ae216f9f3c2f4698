using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Dashboard.Frame;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>What the job list shows.</summary>
/// <param name="Frame">What surrounds it.</param>
/// <param name="Query">What was asked.</param>
/// <param name="Page">The page of jobs.</param>
/// <param name="Counts">Jobs per phase under the same filter but of any phase; a phase without jobs may be missing.</param>
public sealed record JobListView(PageFrame Frame, JobListQuery Query, JobPage Page, IReadOnlyDictionary<JobPhase, long> Counts)
{
    /// <summary>Jobs that the whole filter matches.</summary>
    public long Matching => Counts.Where(count => Query.Phases.Count == 0 || Query.Phases.Contains(count.Key)).Sum(count => count.Value);

    /// <summary>Jobs that the filter without its phases matches.</summary>
    public long OfAnyPhase => Counts.Values.Sum();
}
