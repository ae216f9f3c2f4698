using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Dashboard.Live;
using BackendPlugins.Dashboard.Problems;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>Reads jobs for pages. The grain answers from memory; the store, which only adds the other attempts, may be away.</summary>
internal sealed class JobReader(IGrainFactory grains, SharedAnswers answers, TimeProvider time)
{
    private const int MostAttempts = 50;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FreshAttempts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CatalogPatience = TimeSpan.FromSeconds(2);

    /// <summary>Reads a job; null where there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="before">What the reader saw before; null for nothing.</param>
    /// <param name="fresh">Whether an answer that others have just had will not do.</param>
    public async Task<JobView?> ReadAsync(JobKey key, JobView? before, bool fresh)
    {
        var job = await answers.GetAsync(("job", key), fresh ? TimeSpan.Zero : Fresh, () => grains.GetGrain<IJobOperations>(key.Value).InspectAsync());
        return job is null ? null : new JobView(job, await AttemptsAsync(job) ?? before?.Attempts);
    }

    private async Task<IReadOnlyList<JobSummary>?> AttemptsAsync(JobInspection job)
    {
        var identity = job.Details.Identity;
        if (job.Asked.Execution.Length == 0 || identity.Family == identity.Key.Value)
        {
            return [];
        }

        try
        {
            var page = await answers.GetAsync(
                ("attempts", job.Asked.Execution, identity.Family),
                FreshAttempts,
                () => grains.GetGrain<IJobCatalogGrain>(0)
                    .ListAsync(new JobFilter { Execution = job.Asked.Execution, Family = identity.Family, Ascending = true, Limit = MostAttempts })
                    .WaitAsync(CatalogPatience, time));
            return [.. page.Jobs.OrderBy(attempt => attempt.Attempt)];
        }
        catch (Exception exception) when (Outage.Of(exception) is not null)
        {
            return null;
        }
    }
}
