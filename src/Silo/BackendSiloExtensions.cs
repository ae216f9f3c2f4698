using Orleans.Dashboard;
using BackendPlugins.Silo;
using BackendPlugins.Silo.Secrets;
using Orleans.Configuration;

namespace Microsoft.Extensions.Hosting;

/// <summary>Composes a silo.</summary>
public static class BackendSiloExtensions
{
    /// <summary>Adds a silo with the job grains, the job store, the plugins and the Orleans dashboard's data.</summary>
    /// <param name="builder">The host; its configuration is read now.</param>
    /// <returns>The same host.</returns>
    public static IHostApplicationBuilder AddBackendSilo(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ClusteringOptions>().BindConfiguration(ClusteringOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SiloPortOptions>().BindConfiguration(SiloPortOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddJobStore(builder.Configuration);
        services.AddSecretProtection(builder.Configuration);
        services.AddBackendGrains();
        services.AddBigQueryPlugin();

        var ports = builder.Configuration.GetSection(SiloPortOptions.Section).Get<SiloPortOptions>() ?? new SiloPortOptions();
        var clustering = builder.Configuration.GetSection(ClusteringOptions.Section).Get<ClusteringOptions>() ?? new ClusteringOptions();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(ports.Port, ports.GatewayPort, serviceId: clustering.ServiceId, clusterId: clustering.ClusterId);
            silo.AddJobGrainStorage();
            silo.AddActivityPropagation();
            silo.AddDashboard(options => options.HideTrace = true);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(20));
        });
        return builder;
    }
}
