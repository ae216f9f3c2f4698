using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

internal sealed partial class BigQueryClient
{
    [LoggerMessage(10, LogLevel.Debug, "BigQuery {Method}: {Outcome} in {Milliseconds:0} ms")]
    private partial void LogCall(string method, string outcome, double milliseconds);
}
