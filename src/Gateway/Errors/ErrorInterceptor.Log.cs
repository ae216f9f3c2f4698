namespace BackendPlugins.Gateway;

internal sealed partial class ErrorInterceptor
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "{Method} failed unexpectedly; told as INTERNAL under {Reference}.")]
    private static partial void LogUnexpected(ILogger logger, string method, string reference, Exception exception);
}
