namespace BackendPlugins.Gateway.Jobs;

internal sealed partial class GrainCalls
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The job store is out of reach.")]
    private static partial void LogStoreOut(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "No answer from the cluster after {Tries} tries.")]
    private static partial void LogGaveUp(ILogger logger, int tries, Exception exception);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Information, Message = "A job's silo gave no answer in {Tries} tries; answering what the store has.")]
    private static partial void LogRecalled(ILogger logger, int tries, Exception exception);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Debug, Message = "A job whose silo gives no answer could not be read from the store either.")]
    private static partial void LogNotRecalled(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "Try {Tries} of a grain call did not arrive or got no answer; trying again.")]
    private static partial void LogTryAgain(ILogger logger, int tries, Exception exception);
}
