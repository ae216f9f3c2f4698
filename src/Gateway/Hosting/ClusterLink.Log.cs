namespace BackendPlugins.Gateway.Hosting;

internal sealed partial class ClusterLink
{
    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "No silo is connected; trying again. {Problem}")]
    private static partial void LogNoSilo(ILogger logger, string problem);

    [LoggerMessage(EventId = 2203, Level = LogLevel.Information, Message = "Connected to the cluster again.")]
    private static partial void LogConnected(ILogger logger);
}
