using Microsoft.Extensions.Logging;

namespace BackendPlugins.Clustering.Kubernetes;

internal sealed partial class MembershipCatchUp
{
    [LoggerMessage(5104, LogLevel.Information, "The Kubernetes API was out of reach and is back; this silo has said that it lives and has looked at the table")]
    private partial void LogBack();

    [LoggerMessage(5105, LogLevel.Debug, "Not up to date with the Kubernetes API: {Reason}")]
    private partial void LogNotYet(string reason);

    [LoggerMessage(5106, LogLevel.Warning, "The table of members could not be looked at after the Kubernetes API was out of reach; Orleans looks by itself later")]
    private partial void LogFailed(Exception failure);
}
