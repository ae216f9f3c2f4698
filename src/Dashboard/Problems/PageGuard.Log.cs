using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Dashboard.Problems;

internal sealed partial class PageGuard
{
    [LoggerMessage(7001, LogLevel.Warning, "No page {Path}: {Problem}")]
    private partial void LogOutage(PathString path, string problem, Exception exception);

    [LoggerMessage(7002, LogLevel.Error, "The page {Path} failed, trace {Trace}")]
    private partial void LogDefect(PathString path, string trace, Exception exception);
}
