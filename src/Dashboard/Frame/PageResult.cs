using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Dashboard.Frame;

/// <summary>
/// A page as an answer, rendered to its end before the first byte is sent. The renderer alone is enough: the framework's full
/// set for components would bring antiforgery and data protection keys to hosts whose pages post nothing.
/// </summary>
/// <typeparam name="TPage">The component; has a parameter <c>View</c>.</typeparam>
/// <param name="view">What it shows.</param>
/// <param name="status">HTTP status.</param>
internal sealed class PageResult<TPage>(object view, int status = StatusCodes.Status200OK) : IResult
    where TPage : IComponent
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var html = await RenderAsync(httpContext.RequestServices);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
    }

    private async Task<string> RenderAsync(IServiceProvider services)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<TPage>(
                ParameterView.FromDictionary(new Dictionary<string, object?> { ["View"] = view }));
            return page.ToHtmlString();
        });
    }
}
