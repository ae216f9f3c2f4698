using System.Diagnostics;
using BackendPlugins.Dashboard.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Dashboard.Problems;

/// <summary>Around every page: the headers, and a page of its own for what went wrong, also while rendering.</summary>
internal sealed partial class PageGuard(Stylesheet stylesheet, TimeProvider time, ILogger<PageGuard> logger) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = stylesheet.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // A page is true for the moment in which it was made.
        headers.CacheControl = "no-store";
        try
        {
            if (await next(context) is IResult page)
            {
                await page.ExecuteAsync(http);
            }
        }
        catch (Exception exception) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await ProblemResult.Of(http, time, Explain(http, exception)).ExecuteAsync(http);
        }

        return Results.Empty;
    }

    private Problem Explain(HttpContext http, Exception exception)
    {
        if (Outage.Of(exception) is { } outage)
        {
            LogOutage(http.Request.Path, outage.Title, exception);
            http.Response.Headers.RetryAfter = "5";
            return outage;
        }

        var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        LogDefect(http.Request.Path, trace, exception);
        return Problem.Defect(trace);
    }
}
