using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using Orleans.Metadata;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>
/// References to grains. The job's is built from its type and interface, resolved once: resolving at every call costs a tenth
/// of the throughput, and needs a cluster to be connected.
/// </summary>
internal sealed class JobGrains(IClusterClient client, IClusterGate gate)
{
    private long _catalog;

    private static readonly GrainType JobType = GrainType.Create("job");

    private readonly GrainInterfaceType _jobInterface =
        client.ServiceProvider.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceType(typeof(IJobGrain));

    /// <summary>A job's grain.</summary>
    /// <exception cref="ClusterNotReadyException">No silo is known yet.</exception>
    public IJobGrain Job(JobKey key) => gate.IsOpen
        ? (IJobGrain)client.GetGrain(GrainId.Create(JobType, key.Value), _jobInterface)
        : throw new ClusterNotReadyException();

    /// <summary>The catalog.</summary>
    /// <exception cref="ClusterNotReadyException">No silo that has it is known yet.</exception>
    public IJobCatalogGrain Catalog() => Catalog(0);

    /// <summary>The catalog, by way of another silo than the last time: one that gives no answer must not be asked again and again.</summary>
    /// <exception cref="ClusterNotReadyException">No silo that has it is known yet.</exception>
    public IJobCatalogGrain AnyCatalog() => Catalog(Interlocked.Increment(ref _catalog));

    private IJobCatalogGrain Catalog(long number)
    {
        try
        {
            return client.GetGrain<IJobCatalogGrain>(number);
        }
        catch (ArgumentException exception)
        {
            throw new ClusterNotReadyException(exception);
        }
    }
}
