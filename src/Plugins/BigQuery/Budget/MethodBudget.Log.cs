using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

internal sealed partial class MethodBudget
{
    [LoggerMessage(1, LogLevel.Warning, "BigQuery asked for a pause of {Method}: no calls for {Seconds:0.0} s")]
    private partial void LogPaused(string method, double seconds);
}
