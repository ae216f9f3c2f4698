using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the job store to a host.</summary>
public static class JobStoreServiceCollectionExtensions
{
    /// <summary>Name of the grain storage.</summary>
    public const string GrainStorageName = "jobs";

    /// <summary>Adds the job store: catalog, retention, migrations before the start. Settings: <see cref="JobStoreOptions"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration, from its root.</param>
    public static IServiceCollection AddJobStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JobStoreOptions>()
            .Bind(configuration.GetSection(JobStoreOptions.Section))
            .Configure(options => options.ConnectionString = configuration.GetConnectionString(JobStoreOptions.ConnectionName) ?? options.ConnectionString)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobStoreOptions>, JobStoreOptionsValidator>());
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JobStoreMetrics>();
        services.TryAddSingleton(provider => JobDatabases.Open(
            provider.GetRequiredService<IOptions<JobStoreOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new JobStoreMigrations(
            provider.GetRequiredService<IJobDatabase>(), provider.GetRequiredService<ILogger<JobStoreMigrations>>()));
        if (configuration.GetSection(JobStoreOptions.Section)[nameof(JobStoreOptions.Provider)] == JobDatabases.Postgres)
        {
            services.TryAddSingleton(provider => provider.GetRequiredService<IJobDatabase>().SecretKeys!);
        }

        services.TryAddSingleton<JobWriter>();
        services.TryAddSingleton<JobReaders>();
        services.TryAddSingleton<IJobCatalog, JobCatalog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JobStoreStart>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JobRetention>());
        return services;
    }

    /// <summary>Adds the grain storage <c>jobs</c> over the job store; a silo builder has the same as its own method.</summary>
    /// <param name="services">The silo's services, with <see cref="AddJobStore"/>.</param>
    public static IServiceCollection AddJobGrainStorage(this IServiceCollection services) =>
        services.AddGrainStorage(GrainStorageName, (provider, _) => ActivatorUtilities.CreateInstance<JobGrainStorage>(provider));
}
