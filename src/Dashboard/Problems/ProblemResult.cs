using BackendPlugins.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace BackendPlugins.Dashboard.Problems;

/// <summary>Problems as answers.</summary>
internal static class ProblemResult
{
    /// <summary>The problem's page. One that passes by itself goes on refreshing where the reader asked for it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="problem">The problem.</param>
    public static IResult Of(HttpContext http, TimeProvider time, Problem problem)
    {
        var passing = problem.Status == StatusCodes.Status503ServiceUnavailable;
        var frame = new PageFrame(http.Request.PathBase.ToUriComponent(), time.GetUtcNow())
        {
            Refresh = passing ? RefreshParameter.Read(http.Request.Query, out _) : null,
        };
        return new PageResult<ProblemPage>(new ProblemView(frame, problem), problem.Status);
    }
}
