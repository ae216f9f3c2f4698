using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

internal sealed partial class BigQueryClient
{
    [LoggerMessage(10, LogLevel.Debug, "BigQuery {Method}: {Outcome} in {Milliseconds:0} ms")]
    private partial void LogCall(string method, string outcome, double milliseconds);

    [LoggerMessage(11, LogLevel.Warning, "BigQuery asked for a pause of {Method}: no calls for {Seconds:0.0} s")]
    private partial void LogPaused(string method, double seconds);
}
