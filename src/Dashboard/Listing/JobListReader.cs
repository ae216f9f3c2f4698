using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Dashboard.Live;
using BackendPlugins.Dashboard.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>Reads lists for pages: from the address to the catalog's answer, shared by all who look at the same.</summary>
internal sealed class JobListReader(IGrainFactory grains, SharedAnswers answers, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan FreshCount = TimeSpan.FromSeconds(5);

    /// <summary>What an address asks for.</summary>
    /// <param name="address">The address.</param>
    /// <param name="problem">Why it cannot be read; null where it can.</param>
    public static JobListQuery Query(string address, out Problem? problem)
    {
        var query = JobListQueryReader.Read(new QueryCollection(QueryHelpers.ParseQuery(new Uri(address).Query)), out var wrong);
        problem = wrong is null ? null : Problem.BadQuery(wrong);
        return query;
    }

    /// <summary>A page of the list.</summary>
    /// <param name="query">What is asked for.</param>
    public Task<JobPage> ListAsync(JobListQuery query) =>
        answers.GetAsync(("list", JobListLinks.To(query)), Fresh, () => grains.GetGrain<IJobCatalogGrain>(0).ListAsync(query.ToFilter(time.GetUtcNow())));

    /// <summary>How many jobs there are in each phase, whatever phase is asked for.</summary>
    /// <param name="query">What is asked for.</param>
    public Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobListQuery query)
    {
        var all = JobListLinks.Newest(query) with { Phases = [], Order = JobOrder.Created, Ascending = false, Limit = JobListQuery.DefaultLimit };
        return answers.GetAsync(("count", JobListLinks.To(all)), FreshCount, () => grains.GetGrain<IJobCatalogGrain>(0).CountAsync(all.ToFilter(time.GetUtcNow())));
    }
}
