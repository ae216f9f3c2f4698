namespace BackendPlugins.Gateway.Hosting;

internal sealed partial class ClusterRetry
{
    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "No silo found yet; trying again in {Seconds} s. {Problem}")]
    private static partial void LogNoSilo(ILogger logger, double seconds, string problem);
}
