using BackendPlugins.Dashboard;
using BackendPlugins.Dashboard.Assets;
using BackendPlugins.Dashboard.Frame;
using BackendPlugins.Dashboard.Jobs;
using BackendPlugins.Dashboard.Listing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the operators' pages.</summary>
public static class DashboardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the overview on <c>/</c>, and <c>/jobs</c>, <c>/plugins</c> and <c>/cluster</c>, unless <c>Dashboard:Enabled</c> is
    /// false. Needs <c>AddBackendDashboard</c>.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <returns>The pages, for conventions such as <c>RequireAuthorization</c>.</returns>
    public static IEndpointConventionBuilder MapBackendDashboard(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<DashboardOptions>>().Value.Enabled)
        {
            return pages;
        }

        pages.MapGet("/_pages/{name}", static (string name, HttpContext http, [FromServices] AssetCatalog assets) => assets.Answer(name, http));
        pages.MapGet("/jobs/export.{format}", JobExport.AnswerAsync);
        pages.MapGet("/jobs/inspect.json", JobInspect.AnswerAsync);

        // The pages have no forms of the framework's: every action goes over the circuit, whose start nobody can forge.
        pages.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null).DisableAntiforgery();
        pages.RequireDashboardUser();
        return pages;
    }

    /// <summary>Lets endpoints be asked only by people whom <c>Dashboard:UserHeader</c> names, where that is set.</summary>
    /// <typeparam name="TBuilder">The endpoints' builder.</typeparam>
    /// <param name="endpoints">The endpoints.</param>
    /// <returns>The same endpoints.</returns>
    public static TBuilder RequireDashboardUser<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<PageGuard>().AnswerAsync(http, next);
            }
        });
        return endpoints;
    }
}
