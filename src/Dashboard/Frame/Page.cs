using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BackendPlugins.Dashboard.Frame;

/// <summary>Pages as answers.</summary>
internal static class Page
{
    /// <summary>Name of the one parameter of every page.</summary>
    public const string View = "View";

    /// <summary>A page rendered to its end before the first byte is sent.</summary>
    /// <typeparam name="TPage">The component; has a parameter <see cref="View"/>.</typeparam>
    /// <param name="view">What it shows.</param>
    /// <param name="status">HTTP status.</param>
    public static IResult Of<TPage>(object view, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { [View] = view })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
}
