namespace BackendPlugins.Gateway.ExternalPlugin;

internal sealed partial class PluginRestErrors
{
    [LoggerMessage(EventId = 2102, Level = LogLevel.Error, Message = "{Path} failed unexpectedly; told as INTERNAL under {Reference}.")]
    private static partial void LogUnexpected(ILogger logger, string path, string reference, Exception exception);
}
