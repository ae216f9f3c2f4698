using BackendPlugins.Clustering.Kubernetes.Api;
using BackendPlugins.Clustering.Kubernetes.Resources;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>Tells clients outside the silos where silos take calls: one read of the table, for which they need the right to get it alone.</summary>
internal sealed class KubernetesGatewayListProvider(ClusterObject cluster, IOptions<GatewayOptions> options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public async Task InitializeGatewayListProviderAsync(CancellationToken cancellationToken = default) =>
        await cluster.FindAsync(cancellationToken).ConfigureAwait(false);

    // A table that does not exist yet has no silos: the first of them is on its way.
    public async Task<IList<Uri>> GetGatewaysAsync(CancellationToken cancellationToken = default) =>
        await cluster.FindAsync(cancellationToken).ConfigureAwait(false) is { } table
            ? [.. table.Spec.Silos.Where(row => row is { Status: nameof(SiloStatus.Active), ProxyPort: not 0 }).Select(Gateway)]
            : [];

    public Task InitializeGatewayListProvider() => InitializeGatewayListProviderAsync(CancellationToken.None);

    public Task<IList<Uri>> GetGateways() => GetGatewaysAsync(CancellationToken.None);

    private static Uri Gateway(SiloRow row) =>
        SiloAddress.New(row.Silo().Endpoint.Address, row.ProxyPort, row.Generation).ToGatewayUri();
}
