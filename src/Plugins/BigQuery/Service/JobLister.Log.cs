using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

internal sealed partial class JobLister
{
    [LoggerMessage(30, LogLevel.Debug, "BigQuery: {Asked} jobs of {Project} asked for together, {Found} found in {Calls} calls")]
    private partial void LogListed(int asked, string project, int found, int calls);

    [LoggerMessage(31, LogLevel.Information, "BigQuery: listing the jobs of {Project} failed, what is missing is asked for by itself: {Problem}")]
    private partial void LogListingFailed(string project, string problem);
}
