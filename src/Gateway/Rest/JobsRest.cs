using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Jobs;

namespace BackendPlugins.Gateway.Rest;

/// <summary>The operators' REST: jobs in a list, and one with its history.</summary>
internal static class JobsRest
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/jobs")
            .WithTags("Jobs")
            .AddEndpointFilter<JobsRestErrors>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithSummary("Lists jobs, newest first.")
            .Produces<JobPageView>()
            .ProducesValidationProblem();
        group.MapGet("/{category}/{hash}", DescribeAsync)
            .WithSummary("Shows a job with its history; category and hash are the two halves of its key.")
            .Produces<JobDetailsView>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync([AsParameters] JobQuery query, HttpContext context, JobRequests jobs)
    {
        var wrong = query.Read(out var filter);
        if (wrong.Count > 0)
        {
            return Results.ValidationProblem(wrong);
        }

        try
        {
            return Results.Ok((await jobs.ListAsync(filter, jobs.Budget(context))).ToView());
        }
        catch (ArgumentException) when (filter.Cursor is not null)
        {
            return Results.ValidationProblem(new Dictionary<string, string[]>
            {
                ["cursor"] = ["is no cursor of this list; send the \"next\" of the page before, unchanged"],
            });
        }
    }

    private static async Task<IResult> DescribeAsync(
        string category, string hash, HttpContext context, JobRequests jobs, TimeProvider time)
    {
        if (!JobKey.TryParse($"{category}/{hash}", out var key))
        {
            return Results.ValidationProblem(new Dictionary<string, string[]>
            {
                ["hash"] = [$"must be the second half of a job's key: 26 lower-case letters and digits; got \"{hash}\""],
            });
        }

        return Results.Ok((await jobs.DescribeAsync(new JobAddress(key), jobs.Budget(context))).ToView(time.GetUtcNow()));
    }
}
