using Microsoft.Extensions.Logging;

namespace BackendPlugins.Storage;

internal sealed partial class JobWriter
{
    [LoggerMessage(4001, LogLevel.Error, "The {Database} does not take writes; writes fail until it does")]
    private partial void LogUnavailable(Exception failure, string database);

    [LoggerMessage(4002, LogLevel.Information, "The {Database} takes writes again")]
    private partial void LogRecovered(string database);

    [LoggerMessage(4003, LogLevel.Error, "The {Database} did not finish its last commit before the shutdown; {Count} writes were given up unanswered")]
    private partial void LogStuck(string database, int count);

    [LoggerMessage(4004, LogLevel.Warning, "A failed connection to the {Database} could not be closed")]
    private partial void LogCloseFailed(Exception failure, string database);
}
