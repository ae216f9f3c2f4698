using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Dashboard.Frame;

/// <summary>Stands before every page: lets in whom it may, and tells browsers what the page may do.</summary>
internal sealed class PageGuard(IOptions<DashboardOptions> options)
{
    /// <summary>What people are called where nobody says who they are.</summary>
    public const string Nobody = "an operator";

    // Components set styles on elements as they move; there is no other inline text and nothing from elsewhere.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>The name of the person who asks; null where the proxy should have said it and did not.</summary>
    /// <param name="http">The request.</param>
    public string? UserOf(HttpContext http)
    {
        if (http.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name })
        {
            return name;
        }

        if (options.Value.UserHeader is not { Length: > 0 } header)
        {
            return Nobody;
        }

        var told = http.Request.Headers[header].ToString();
        return string.IsNullOrWhiteSpace(told) ? null : told.Trim();
    }

    /// <summary>Answers, or refuses.</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">What answers.</param>
    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (UserOf(http) is null)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(
                $"These pages are for people who have signed in, and this request names nobody: it lacks the header {options.Value.UserHeader}. Come through the proxy that signs in.",
                http.RequestAborted);
            return;
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // A page is true for the moment in which it was made; an asset says otherwise.
        headers.CacheControl = "no-store";
        await next(http);
    }
}
