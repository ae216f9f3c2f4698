using BackendPlugins.Dashboard.Jobs;
using BackendPlugins.Dashboard.Listing;
using BackendPlugins.Dashboard.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the operators' pages.</summary>
public static class DashboardEndpointRouteBuilderExtensions
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps the job list on <c>/</c> and each job on <c>/jobs/{category}/{hash}</c>. Needs <c>AddBackendDashboard</c>. The pages
    /// ask nobody who they are: put them on an inner port, or require authorization on what this returns.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <returns>The pages, for conventions such as <c>RequireAuthorization</c>.</returns>
    public static IEndpointConventionBuilder MapBackendDashboard(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").AddEndpointFilter<RouteGroupBuilder, PageGuard>().ExcludeFromDescription();
        pages.MapMethods(JobListEndpoint.Pattern, Reading, JobListEndpoint.AnswerAsync);
        pages.MapMethods(JobEndpoint.Pattern, Reading, JobEndpoint.AnswerAsync);
        return pages;
    }
}
