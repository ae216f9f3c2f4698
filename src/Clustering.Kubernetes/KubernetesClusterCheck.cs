using BackendPlugins.Clustering.Kubernetes.Api;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>Looks at the Kubernetes API before a silo joins: a silo that cannot read its table cannot be started a second time.</summary>
public sealed class KubernetesClusterCheck
{
    private readonly ClusterObject _cluster;
    private readonly SiloLeases _leases;

    internal KubernetesClusterCheck(ClusterObject cluster, SiloLeases leases) => (_cluster, _leases) = (cluster, leases);

    /// <summary>Makes sure that it answers, knows the custom resource, and lets this silo read. Whether the table exists does not count.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KubernetesClusteringException">Something is missing; the message says what.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await _cluster.FindAsync(cancellationToken).ConfigureAwait(false);
        await _leases.ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}
