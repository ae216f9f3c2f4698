namespace BackendPlugins.Gateway.Rest;

internal sealed partial class JobsRestErrors
{
    [LoggerMessage(EventId = 2103, Level = LogLevel.Error, Message = "{Path} failed unexpectedly; told as an internal error under {Reference}.")]
    private static partial void LogUnexpected(ILogger logger, string path, string reference, Exception exception);
}
