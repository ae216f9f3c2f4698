using BackendPlugins.Clustering.Kubernetes;
using BackendPlugins.Clustering.Kubernetes.Api;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Messaging;

namespace Orleans.Hosting;

/// <summary>Lets silos and clients find each other through the Kubernetes API.</summary>
public static class KubernetesClusteringExtensions
{
    /// <summary>Makes a silo a member. The cluster's and the service's id are set as for any other provider.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configuration">The host's configuration, from its root; section <c>Clustering:Kubernetes</c> is read.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder UseKubernetesClustering(this ISiloBuilder silo, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(silo);
        Add(silo.Services, configuration);
        silo.Services.AddSingleton<SiloLeases>();
        silo.Services.AddSingleton(provider => new KubernetesClusterCheck(provider.GetRequiredService<ClusterObject>(), provider.GetRequiredService<SiloLeases>()));
        silo.Services.AddSingleton<IMembershipTable, KubernetesMembershipTable>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipCatchUp>();
        return silo;
    }

    /// <summary>Lets a client find the silos.</summary>
    /// <param name="client">The client.</param>
    /// <param name="configuration">The host's configuration, from its root; section <c>Clustering:Kubernetes</c> is read.</param>
    /// <returns>The same client.</returns>
    public static IClientBuilder UseKubernetesClustering(this IClientBuilder client, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(client);
        Add(client.Services, configuration);
        client.Services.AddSingleton<IGatewayListProvider, KubernetesGatewayListProvider>();
        return client;
    }

    private static void Add(IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<KubernetesClusteringOptions>()
            .Configure(options =>
            {
                (options.PodName, options.PodUid) = (Variable("POD_NAME"), Variable("POD_UID"));
                configuration.GetSection(KubernetesClusteringOptions.Section).Bind(options);
            })
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<KubernetesConnection>();
        services.TryAddSingleton<ClusterObject>();

        static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }
}
