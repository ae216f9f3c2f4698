using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.Recovery;

internal sealed partial class UnfinishedJobRecovery
{
    [LoggerMessage(1101, LogLevel.Debug, "{Count} unfinished jobs are at work")]
    private partial void LogSwept(int count);

    [LoggerMessage(1102, LogLevel.Warning, "Job {JobId} could not be resumed; the next sweep tries again")]
    private partial void LogResumeFailed(string jobId, Exception exception);

    [LoggerMessage(1103, LogLevel.Warning, "The sweep over unfinished jobs failed; it starts again in a second")]
    private partial void LogSweepFailed(Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "{Count} unfinished jobs wait for a silo that serves {Category}")]
    private partial void LogHomeless(int count, string category);
}
