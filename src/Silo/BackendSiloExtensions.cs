using BackendPlugins;
using BackendPlugins.Hosting.Clustering;
using BackendPlugins.Silo;
using BackendPlugins.Silo.Limits;
using BackendPlugins.Silo.Membership;
using BackendPlugins.Silo.Secrets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using SiloOptions = BackendPlugins.Silo.SiloOptions;

namespace Microsoft.Extensions.Hosting;

/// <summary>Composes a silo.</summary>
public static class BackendSiloExtensions
{
    /// <summary>Adds a silo with the job grains, the job store, the plugins and the Orleans dashboard's data.</summary>
    /// <param name="builder">The host; its configuration is read now.</param>
    /// <returns>The same host.</returns>
    public static IHostApplicationBuilder AddBackendSilo(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<SiloOptions>().BindConfiguration(SiloOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MembershipOptions>().BindConfiguration(MembershipOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SiloLimitOptions>().BindConfiguration(SiloLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddJobStore(builder.Configuration);
        services.AddSecretProtection(builder.Configuration);
        services.AddSingleton(provider => EnabledPlugins.Of(
            provider.GetServices<IBackendPlugin>(), provider.GetRequiredService<IOptions<SiloOptions>>().Value));
        services.AddBackendGrains();
        services.AddBigQueryPlugin();

        var own = builder.Configuration.GetSection(SiloOptions.Section).Get<SiloOptions>() ?? new SiloOptions();
        builder.UseOrleans(silo =>
        {
            silo.UseBackendClustering(builder.Configuration, own.AdvertisedAddress, own.Port, own.GatewayPort);
            silo.Configure<Orleans.Configuration.SiloOptions>(orleans => orleans.SiloName = own.AdvertisedName);
            silo.UsePluginPools();
            silo.AddJobGrainStorage();
            silo.AddDashboard(options => options.HideTrace = true);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClusteringOptions>, SharedStoreCheck>());
        services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<MembershipOptions>>((orleans, ours) => ours.Value.ApplyTo(orleans));
        services.AddOptions<LoadSheddingOptions>().Configure<IOptions<SiloLimitOptions>>((orleans, ours) => ours.Value.ApplyTo(orleans));
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<SiloLimitOptions>>((orleans, ours) => ours.Value.ApplyTo(orleans));
        services.AddOptions<SiloMessagingOptions>().Configure<IOptions<SiloLimitOptions>>((orleans, ours) => ours.Value.ApplyTo(orleans));
        return builder;
    }
}
