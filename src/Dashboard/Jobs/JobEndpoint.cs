using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Dashboard.Frame;
using BackendPlugins.Dashboard.Problems;
using BackendPlugins.Dashboard.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>Answers <c>/jobs/{category}/{hash}</c>.</summary>
internal static class JobEndpoint
{
    public const string Pattern = "/jobs/{**key}";

    // The catalog only adds the task execution: a slow store must not hold up what the grain has in memory.
    private static readonly TimeSpan CatalogPatience = TimeSpan.FromSeconds(2);

    public static async Task<IResult> AnswerAsync(
        HttpContext http, string? key, [FromServices] IGrainFactory grains, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var refresh = RefreshParameter.Read(http.Request.Query, out var problem);
        if (problem is not null)
        {
            return ProblemResult.Of(http, time, Problem.BadQuery(problem));
        }

        if (!JobKey.TryParse(key, out var jobKey))
        {
            return ProblemResult.Of(http, time, Problem.NoKey(LiteralText.Cut(key ?? "")));
        }

        var finding = FindAsync(grains, jobKey, time, cancellationToken);
        var details = await grains.GetGrain<IJobGrain>(jobKey.Value).DescribeAsync();
        if (details is null)
        {
            return ProblemResult.Of(http, time, Problem.UnknownJob(jobKey.Value));
        }

        return new PageResult<JobDetailPage>(new JobView(FrameOf(http, time, details.Snapshot, refresh), details, await finding));
    }

    private static async Task<JobSummary?> FindAsync(IGrainFactory grains, JobKey key, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var page = await grains.GetGrain<IJobCatalogGrain>(0)
                .ListAsync(new JobFilter { Key = key.Value, Limit = 1 }, cancellationToken)
                .WaitAsync(CatalogPatience, time, cancellationToken);
            return page.Jobs is [var job, ..] ? job : null;
        }
        catch (Exception exception) when (Outage.Of(exception) is not null)
        {
            // The page says that the catalog did not answer.
            return null;
        }
    }

    private static PageFrame FrameOf(HttpContext http, TimeProvider time, JobSnapshot job, int? refresh)
    {
        var root = http.Request.PathBase.ToUriComponent();
        var frame = new PageFrame(root, time.GetUtcNow());
        if (job is { Stage: JobStage.Ended, StoreTrouble: null })
        {
            // Nothing on the page changes any more.
            return frame;
        }

        var here = JobPath.Of(root, job.Key);
        return frame with
        {
            Refresh = refresh,
            RefreshLink = refresh is null ? $"{here}?{RefreshParameter.Name}={RefreshParameter.Seconds}" : here,
        };
    }
}
