using BackendPlugins.Clustering.Kubernetes.Naming;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BackendPlugins.Clustering.Kubernetes.Api;

/// <summary>The custom resource of one cluster. Its resourceVersion guards every write: rows and version change together or not at all.</summary>
internal sealed class ClusterObject(KubernetesConnection connection, IOptions<ClusterOptions> ids)
{
    private const string Group = ClusterResource.Group;
    private const string Version = ClusterResource.Version;
    private const string Plural = ClusterResource.Plural;

    public string Name { get; } = ClusterObjectName.Of(ids.Value.ServiceId, ids.Value.ClusterId);

    public Dictionary<string, string> Labels => ClusterLabels.Of(Name, ids.Value.ServiceId, ids.Value.ClusterId);

    private string What => $"{ClusterResource.KindName} {Name}";

    /// <summary>Reads it as last committed.</summary>
    /// <exception cref="KubernetesClusteringException">It does not exist, belongs to another cluster, or could not be read.</exception>
    public async Task<ClusterResource> ReadAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new KubernetesClusteringException(
            KubernetesTrouble.Absent,
            $"{What} does not exist in namespace {connection.Namespace}. The first silo creates it at its start, a running cluster never: if it was deleted, restart all silos.");

    /// <summary>Reads it as last committed; null where it does not exist.</summary>
    public async Task<ClusterResource?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Without a resourceVersion the API server answers what a quorum has, not what it remembers.
            var found = await connection.CallAsync(
                What,
                (api, limit) => api.CustomObjects.GetNamespacedCustomObjectAsync<ClusterResource>(Group, Version, connection.Namespace, Plural, Name, limit),
                cancellationToken).ConfigureAwait(false);
            return IsOwn(found)
                ? found
                : throw new KubernetesClusteringException(
                    KubernetesTrouble.Misconfigured,
                    $"{What} in namespace {connection.Namespace} belongs to service {found.Spec.ServiceId} and cluster {found.Spec.ClusterId}, not to {ids.Value.ServiceId} and {ids.Value.ClusterId}.");
        }
        catch (KubernetesClusteringException absent) when (absent.Trouble == KubernetesTrouble.Absent)
        {
            return null;
        }
    }

    /// <summary>Creates it, without rows, where it does not exist.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        var fresh = new ClusterResource
        {
            Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = connection.Namespace, Labels = Labels },
            Spec = new ClusterSpec { ServiceId = ids.Value.ServiceId, ClusterId = ids.Value.ClusterId },
        };
        try
        {
            await connection.CallAsync(
                What,
                (api, limit) => api.CustomObjects.CreateNamespacedCustomObjectAsync<ClusterResource>(fresh, Group, Version, connection.Namespace, Plural, cancellationToken: limit),
                cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesClusteringException exists) when (exists.Trouble == KubernetesTrouble.Conflict)
        {
            // Another silo that starts was first.
        }
    }

    /// <summary>
    /// Writes what was read and changed. A write whose answer was lost is sent once more: if it had been done, the second is
    /// refused, and its name in one of the rows tells whose the new content is.
    /// </summary>
    /// <param name="changed">As read, with another spec.</param>
    /// <param name="write">Names the write; a row carries it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where another has written since the reading; then nothing has been changed.</returns>
    /// <exception cref="KubernetesClusteringException">The write failed, or nobody can tell whether it has been done.</exception>
    public async Task<bool> CommitAsync(ClusterResource changed, string write, CancellationToken cancellationToken)
    {
        if (await TryReplaceAsync(changed, cancellationToken).ConfigureAwait(false) is { } certain)
        {
            return certain;
        }

        if (await ReplaceAsync(changed, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        var now = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (now.Spec.Silos.Exists(row => row.Write == write))
        {
            return true;
        }

        return now.Spec.Version <= changed.Spec.Version
            ? false
            : throw new KubernetesClusteringException(KubernetesTrouble.Unknown, $"{What} has been written since; whether this silo's change of version {changed.Spec.Version} was among it cannot be told.");
    }

    /// <summary>Deletes it; does nothing where it does not exist.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.CallAsync(
                What,
                (api, limit) => api.CustomObjects.DeleteNamespacedCustomObjectAsync(Group, Version, connection.Namespace, Plural, Name, cancellationToken: limit),
                cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesClusteringException gone) when (gone.Trouble == KubernetesTrouble.Absent)
        {
            // It is what was wanted.
        }
    }

    private bool IsOwn(ClusterResource found) =>
        string.Equals(found.Spec.ServiceId, ids.Value.ServiceId, StringComparison.Ordinal) && string.Equals(found.Spec.ClusterId, ids.Value.ClusterId, StringComparison.Ordinal);

    // Null where it cannot be told.
    private async Task<bool?> TryReplaceAsync(ClusterResource changed, CancellationToken cancellationToken)
    {
        try
        {
            return await ReplaceAsync(changed, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesClusteringException lost) when (lost.Trouble == KubernetesTrouble.OutOfReach)
        {
            return null;
        }
    }

    private async Task<bool> ReplaceAsync(ClusterResource changed, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CallAsync(
                What,
                (api, limit) => api.CustomObjects.ReplaceNamespacedCustomObjectAsync<ClusterResource>(changed, Group, Version, connection.Namespace, Plural, Name, cancellationToken: limit),
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KubernetesClusteringException stale) when (stale.Trouble == KubernetesTrouble.Conflict)
        {
            return false;
        }
    }
}
