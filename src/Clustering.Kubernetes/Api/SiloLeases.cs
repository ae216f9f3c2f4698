using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.Clustering.Kubernetes.Naming;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BackendPlugins.Clustering.Kubernetes.Api;

/// <summary>
/// Signs of life, one Lease for each silo: they must not touch the table's resourceVersion, and a Lease is 0.4 KB to write where
/// a table of 100 silos is 42.
/// </summary>
internal sealed class SiloLeases(
    KubernetesConnection connection, ClusterObject cluster, IOptions<KubernetesClusteringOptions> options, IOptions<ClusterMembershipOptions> membership)
{
    private const string Writer = "orleans-silo";
    private const string What = "Leases";

    /// <summary>Writes a sign of life: one request, which reads nothing and compares nothing.</summary>
    public Task RenewAsync(SiloAddress silo, DateTime time, CancellationToken cancellationToken)
    {
        var name = LeaseName.Of(cluster.Name, silo);
        var lifetime = membership.Value.IAmAliveTablePublishTimeout * membership.Value.NumMissedTableIAmAliveLimit;

        // Written by hand: the API wants six digits after the second, and the library leaves them out where all are zero.
        var lease = new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = JsonSerializer.SerializeToNode(cluster.Labels) },
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = silo.ToParsableString(),
                ["leaseDurationSeconds"] = Math.Max(1, (int)lifetime.TotalSeconds),
                ["renewTime"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            },
        };

        // Without blockOwnerDeletion, for which the silo would need a right on pods.
        if (options.Value is { PodName: { } pod, PodUid: { } uid })
        {
            lease["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["name"] = pod, ["uid"] = uid });
        }

        return connection.CallAsync(
            What,
            (api, limit) => api.CoordinationV1.PatchNamespacedLeaseAsync(
                new V1Patch(lease.ToJsonString(), V1Patch.PatchType.ApplyPatch), name, connection.Namespace, fieldManager: Writer, force: true, cancellationToken: limit),
            cancellationToken);
    }

    /// <summary>The last sign of life of each Lease, by its name.</summary>
    public async Task<IReadOnlyDictionary<string, DateTime?>> ReadAsync(CancellationToken cancellationToken)
    {
        // Version 0: whatever the API server remembers; a sign of life may be a little late.
        var leases = await connection.CallAsync(
            What,
            (api, limit) => api.CoordinationV1.ListNamespacedLeaseAsync(
                connection.Namespace, labelSelector: $"{ClusterLabels.Cluster}={cluster.Name}", resourceVersion: "0", cancellationToken: limit),
            cancellationToken).ConfigureAwait(false);
        return leases.Items.ToDictionary(lease => lease.Metadata.Name, lease => lease.Spec?.RenewTime?.ToUniversalTime());
    }

    /// <summary>Deletes one; does nothing where it does not exist.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CallAsync(
                What,
                (api, limit) => api.CoordinationV1.DeleteNamespacedLeaseAsync(name, connection.Namespace, cancellationToken: limit),
                cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesClusteringException gone) when (gone.Trouble == KubernetesTrouble.Absent)
        {
            // Kubernetes removes it with its pod.
        }
    }
}
