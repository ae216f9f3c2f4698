using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Dashboard.Frame;
using BackendPlugins.Dashboard.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>Answers <c>/</c>.</summary>
internal static class JobListEndpoint
{
    public const string Pattern = "/";

    public static async Task<IResult> AnswerAsync(
        HttpContext http, [FromServices] IGrainFactory grains, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var root = http.Request.PathBase.ToUriComponent();
        var query = JobListQueryReader.Read(http.Request.Query, out var problem);
        if (problem is not null)
        {
            return ProblemResult.Of(http, time, Problem.BadQuery(problem));
        }

        JobPage page;
        IReadOnlyDictionary<JobPhase, long> counts;
        try
        {
            (page, counts) = await AskAsync(grains.GetGrain<IJobCatalogGrain>(0), query.ToFilter(), cancellationToken);
        }
        catch (ArgumentException) when (query.Cursor is not null)
        {
            return ProblemResult.Of(http, time, Problem.BadQuery(new QueryProblem(
                JobListParameters.Cursor, "must be one that a link on this page carries, unchanged. Start again from the newest jobs.")));
        }

        var frame = new PageFrame(root, time.GetUtcNow())
        {
            Refresh = query.Refresh,
            RefreshLink = JobListLinks.To(root, query with { Refresh = query.Refresh is null ? RefreshParameter.Seconds : null }),
        };
        return new PageResult<JobListPage>(new JobListView(frame, query, page, counts));
    }

    private static async Task<(JobPage Page, IReadOnlyDictionary<JobPhase, long> Counts)> AskAsync(
        IJobCatalogGrain catalog, JobFilter filter, CancellationToken cancellationToken)
    {
        var listing = catalog.ListAsync(filter, cancellationToken);
        var counting = catalog.CountAsync(filter with { Phases = [], Cursor = null }, cancellationToken);
        await Task.WhenAll(listing, counting);
        return (await listing, await counting);
    }
}
