using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

internal sealed partial class JobLookUps
{
    [LoggerMessage(30, LogLevel.Debug, "BigQuery: {Asked} jobs of {Project} asked for together, {Found} found on pages")]
    private partial void LogListed(int asked, string project, int found);

    [LoggerMessage(31, LogLevel.Information, "BigQuery: jobs of {Project} are asked for one by one, since listing them failed: {Problem}")]
    private partial void LogListingFailed(string project, string problem);
}
