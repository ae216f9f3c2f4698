using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Dashboard.Problems;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>What the page of a job shows.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempts">All attempts of its family that the store has, by attempt; null where it did not answer.</param>
/// <param name="Problem">Why the job could not be read again; null where it could.</param>
public sealed record JobView(JobInspection Job, IReadOnlyList<JobSummary>? Attempts, Problem? Problem = null);
