using System.Net;
using BackendPlugins.Hosting.Clustering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Joins silos and gateways to one cluster, by the settings of <see cref="ClusteringOptions"/>.</summary>
public static class ClusteringExtensions
{
    private const string Invariant = "Npgsql";

    /// <summary>Makes a silo a member.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configuration">The host's configuration, from its root; read now.</param>
    /// <param name="address">Where other silos and gateways reach this one.</param>
    /// <param name="siloPort">Port for silos.</param>
    /// <param name="gatewayPort">Port for gateways.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder UseBackendClustering(
        this ISiloBuilder silo, IConfiguration configuration, IPAddress address, int siloPort, int gatewayPort)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(address);
        var options = Add(silo.Services, configuration);
        if (options.Provider == ClusteringOptions.Kubernetes)
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (options.ServiceId, options.ClusterId));
            silo.ConfigureEndpoints(address, siloPort, gatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
            return silo.UseKubernetesClustering(configuration);
        }

        if (options is not { Provider: ClusteringOptions.Postgres, ConnectionString: { } connection })
        {
            return silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: options.ServiceId, clusterId: options.ClusterId);
        }

        silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (options.ServiceId, options.ClusterId));
        silo.ConfigureEndpoints(address, siloPort, gatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
        return silo.UseAdoNetClustering(adoNet =>
        {
            adoNet.Invariant = Invariant;
            adoNet.ConnectionString = MembershipConnection.Of(connection);
        });
    }

    /// <summary>Lets a client find the members.</summary>
    /// <param name="client">The client.</param>
    /// <param name="configuration">The host's configuration, from its root; read now.</param>
    /// <param name="localGatewayPort">The port for gateways of a silo on this machine; counts where the provider is <c>localhost</c>.</param>
    /// <returns>The same client.</returns>
    public static IClientBuilder UseBackendClustering(this IClientBuilder client, IConfiguration configuration, int localGatewayPort)
    {
        ArgumentNullException.ThrowIfNull(client);
        var options = Add(client.Services, configuration);
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = options.GatewayRefresh);
        if (options.Provider == ClusteringOptions.Kubernetes)
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (options.ServiceId, options.ClusterId));
            return client.UseKubernetesClustering(configuration);
        }

        if (options is not { Provider: ClusteringOptions.Postgres, ConnectionString: { } connection })
        {
            return client.UseLocalhostClustering(localGatewayPort, options.ServiceId, options.ClusterId);
        }

        client.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (options.ServiceId, options.ClusterId));
        return client.UseAdoNetClustering(adoNet =>
        {
            adoNet.Invariant = Invariant;
            adoNet.ConnectionString = MembershipConnection.Of(connection);
        });
    }

    private static ClusteringOptions Add(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<MembershipDatabase>();
        services.AddOptions<ClusteringOptions>().Configure(Read).ValidateDataAnnotations().ValidateOnStart();
        var options = new ClusteringOptions();
        Read(options);

        // A string that cannot be read is told when the host validates, not from within a builder.
        if (MembershipConnection.Problem(options.ConnectionString) is not null)
        {
            options.ConnectionString = null;
        }

        return options;

        void Read(ClusteringOptions target)
        {
            configuration.GetSection(ClusteringOptions.Section).Bind(target);
            target.ConnectionString = configuration.GetConnectionString(ClusteringOptions.ConnectionName) ?? configuration.GetConnectionString("Jobs");
        }
    }
}
