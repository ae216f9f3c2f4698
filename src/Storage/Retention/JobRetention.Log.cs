using Microsoft.Extensions.Logging;

namespace BackendPlugins.Storage;

internal sealed partial class JobRetention
{
    [LoggerMessage(4101, LogLevel.Information, "Deleted {Count} jobs that ended more than {Retention} ago")]
    private partial void LogSwept(int count, TimeSpan retention);

    [LoggerMessage(4102, LogLevel.Warning, "Jobs that are due were not all deleted; the next try is in {Sweep}")]
    private partial void LogPutOff(Exception failure, TimeSpan sweep);
}
