namespace BackendPlugins.Gateway.Jobs;

internal sealed partial class GrainCalls
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The job store is out of reach.")]
    private static partial void LogStoreOut(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "No answer from the cluster after {Tries} tries.")]
    private static partial void LogGaveUp(ILogger logger, int tries, Exception exception);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "Try {Tries} of a grain call did not arrive or got no answer; trying again.")]
    private static partial void LogTryAgain(ILogger logger, int tries, Exception exception);
}
