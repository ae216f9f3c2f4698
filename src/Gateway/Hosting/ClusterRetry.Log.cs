namespace BackendPlugins.Gateway.Hosting;

internal sealed partial class ClusterRetry
{
    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "No silo found yet; trying again in {Seconds} s. {Problem}")]
    private static partial void LogNoSilo(ILogger logger, double seconds, string problem);

    [LoggerMessage(EventId = 2205, Level = LogLevel.Error, Message = "The database of the cluster's members refuses this gateway; mend ConnectionStrings:Cluster (or ConnectionStrings:Jobs) or the database. Trying again in {Seconds} s. {Problem}")]
    private static partial void LogRefused(ILogger logger, double seconds, string problem);
}
