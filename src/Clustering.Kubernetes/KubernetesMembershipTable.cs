using System.Security.Cryptography;
using System.Text.Json;
using BackendPlugins.Clustering.Kubernetes.Api;
using BackendPlugins.Clustering.Kubernetes.Naming;
using BackendPlugins.Clustering.Kubernetes.Resources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>
/// Orleans' table of members as one custom resource, with a Lease for each silo's signs of life. The table's etag is the object's
/// resourceVersion. A write that lost a race is <see langword="false"/>, every other failure an exception; Orleans tries again
/// after both, and a write on a stale version must not be repeated here.
/// </summary>
internal sealed partial class KubernetesMembershipTable(
    ClusterObject cluster, SiloLeases leases, IOptions<ClusterOptions> ids, ILogger<KubernetesMembershipTable> logger) : IMembershipTable
{
    private const int CleanupTries = 5;

    // etcd stores 1.5 MB in one object unless it is told otherwise; there is time to act from a third of it on.
    private const int WarnBytes = 512 * 1024;

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default) =>
        tryInitTableVersion ? cluster.CreateAsync(cancellationToken) : cluster.FindAsync(cancellationToken);

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        var (table, signs) = await ReadBothAsync(cancellationToken).ConfigureAwait(false);
        return new MembershipTableData(table.Spec.Silos.ConvertAll(row => Entry(row, signs)), VersionOf(table));
    }

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (table, signs) = await ReadBothAsync(cancellationToken).ConfigureAwait(false);
        return table.Spec.Silos.Find(row => row.IsOf(key)) is { } row
            ? new MembershipTableData(Entry(row, signs), VersionOf(table))
            : new MembershipTableData(VersionOf(table));
    }

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return WriteAsync(
            tableVersion,
            (rows, row) =>
            {
                if (rows.Exists(other => other.IsOf(entry.SiloAddress)))
                {
                    return false;
                }

                rows.Add(row);
                return true;
            },
            entry,
            cancellationToken);
    }

    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return WriteAsync(
            tableVersion,
            (rows, row) =>
            {
                var index = rows.FindIndex(other => other.IsOf(entry.SiloAddress));
                if (index < 0 || rows[index].ETag != etag)
                {
                    return false;
                }

                rows[index] = row;
                return true;
            },
            entry,
            cancellationToken);
    }

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return leases.RenewAsync(entry.SiloAddress, entry.IAmAliveTime, cancellationToken);
    }

    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
    {
        var before = beforeDate.UtcDateTime;
        for (var tries = 1; ; tries++)
        {
            var (table, signs) = await ReadBothAsync(cancellationToken).ConfigureAwait(false);
            var dropped = table.Spec.Silos.RemoveAll(row => row.IsForgettable(signs.GetValueOrDefault(LeaseOf(row)), before));
            table.Spec.Version += dropped > 0 ? 1 : 0;

            // No row is left to carry the write's name: one that was lost and done is found done at the next try.
            if (dropped == 0 || await cluster.CommitAsync(table, "", cancellationToken).ConfigureAwait(false))
            {
                await DeleteLeasesAsync(table, signs, before, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (tries == CleanupTries)
            {
                throw new KubernetesClusteringException(KubernetesTrouble.Conflict, $"Dead silos could not be removed: the table was written by others {CleanupTries} times in a row.");
            }
        }
    }

    public async Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default)
    {
        if (!string.Equals(clusterId, ids.Value.ClusterId, StringComparison.Ordinal))
        {
            throw new ArgumentException($"This is the table of cluster {ids.Value.ClusterId}; the entries of {clusterId} are not its own.", nameof(clusterId));
        }

        await cluster.DeleteAsync(cancellationToken).ConfigureAwait(false);
        foreach (var lease in (await leases.ReadAsync(cancellationToken).ConfigureAwait(false)).Keys)
        {
            await leases.DeleteAsync(lease, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> WriteAsync(TableVersion wanted, Func<List<SiloRow>, SiloRow, bool> change, MembershipEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var table = await cluster.ReadAsync(cancellationToken).ConfigureAwait(false);
        var write = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        if (table.Metadata.ResourceVersion != wanted.VersionEtag
            || table.Spec.Version + 1 != wanted.Version
            || !change(table.Spec.Silos, entry.ToRow(wanted.Version, write)))
        {
            LogStale(wanted.Version, entry.SiloAddress, table.Spec.Version);
            return false;
        }

        table.Spec.Version = wanted.Version;
        if (JsonSerializer.SerializeToUtf8Bytes(table.Spec).Length is > WarnBytes and var bytes)
        {
            LogLarge(cluster.Name, bytes / 1024, table.Spec.Silos.Count);
        }

        var written = await cluster.CommitAsync(table, write, cancellationToken).ConfigureAwait(false);
        if (!written)
        {
            LogLostRace(wanted.Version, entry.SiloAddress);
        }

        return written;
    }

    // Rows without their signs of life would make every silo look as if it had long been silent: a list that fails, fails all.
    private async Task<(ClusterResource Table, IReadOnlyDictionary<string, DateTime?> Signs)> ReadBothAsync(CancellationToken cancellationToken)
    {
        var table = await cluster.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (table, await leases.ReadAsync(cancellationToken).ConfigureAwait(false));
    }

    // Leases of silos that have no row any more, unless one has just come and is about to get its row.
    private async Task DeleteLeasesAsync(ClusterResource table, IReadOnlyDictionary<string, DateTime?> signs, DateTime before, CancellationToken cancellationToken)
    {
        var known = table.Spec.Silos.Select(LeaseOf).ToHashSet();
        foreach (var (name, sign) in signs)
        {
            if (!known.Contains(name) && (sign is null || sign < before))
            {
                await leases.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private string LeaseOf(SiloRow row) => LeaseName.Of(cluster.Name, row.Silo());

    private Tuple<MembershipEntry, string> Entry(SiloRow row, IReadOnlyDictionary<string, DateTime?> signs) =>
        Tuple.Create(row.ToEntry(signs.GetValueOrDefault(LeaseOf(row))), row.ETag);

    private static TableVersion VersionOf(ClusterResource table) => new(table.Spec.Version, table.Metadata.ResourceVersion);
}
