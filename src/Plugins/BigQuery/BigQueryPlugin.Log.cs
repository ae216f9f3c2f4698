using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

internal sealed partial class BigQueryPlugin
{
    [LoggerMessage(20, LogLevel.Information, "BigQuery job {JobId} exists already ({Reason}): adopted")]
    private partial void LogAdopted(string jobId, string? reason);
}
