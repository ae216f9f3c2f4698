using Microsoft.Extensions.Logging;

namespace BackendPlugins.Clustering.Kubernetes;

internal sealed partial class KubernetesMembershipTable
{
    // Lost races are everyday life when many silos start: Orleans waits and tries again.
    [LoggerMessage(5101, LogLevel.Debug, "Version {Wanted} with silo {Silo} comes too late or does not fit: the table is at version {Version}")]
    private partial void LogStale(int wanted, SiloAddress silo, int version);

    [LoggerMessage(5102, LogLevel.Debug, "Version {Wanted} with silo {Silo} was written by another")]
    private partial void LogLostRace(int wanted, SiloAddress silo);

    [LoggerMessage(5103, LogLevel.Warning, "OrleansCluster {Name} has {Kilobytes} KiB with {Silos} silos; an API server stores 1.4 MiB. Let Orleans forget dead silos sooner")]
    private partial void LogLarge(string name, int kilobytes, int silos);
}
