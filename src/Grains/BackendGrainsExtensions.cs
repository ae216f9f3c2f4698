using BackendPlugins;
using BackendPlugins.Contracts;
using BackendPlugins.Grains;
using BackendPlugins.Grains.Budgets;
using BackendPlugins.Grains.Intake;
using BackendPlugins.Grains.LookUps;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Pacing;
using BackendPlugins.Grains.Placement;
using BackendPlugins.Grains.Plugins;
using BackendPlugins.Grains.Recovery;
using BackendPlugins.Grains.Rest;
using BackendPlugins.Grains.Scheduling;
using BackendPlugins.Grains.Secrets;
using BackendPlugins.Grains.Watch;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Placement;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the job grains.</summary>
public static class BackendGrainsExtensions
{
    /// <summary>
    /// Adds what the job grains of a silo need: schedule, budgets, joined look-ups, recovery, metrics, plugin catalog. Plugins and the job store are
    /// registered apart.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBackendGrains(this IServiceCollection services)
    {
        services.AddOptions<PollingOptions>().BindConfiguration(PollingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RecoveryOptions>().BindConfiguration(RecoveryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The one place where the process's own source of randomness is taken; tests register a seeded one.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030
        services.TryAddSingleton<LocalJobs>();
        services.TryAddSingleton<PluginCatalog>();
        services.TryAddSingleton<PollSchedule>();
        services.TryAddSingleton<JobMetrics>();
        services.TryAddSingleton<JobPlanner>();
        services.TryAddSingleton<JobServices>();
        services.TryAddSingleton<AcceptedJobs>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<AcceptedJobs>());
        services.TryAddSingleton<JobIntake>();
        services.TryAddSingleton<IJobIntake>(provider => provider.GetRequiredService<JobIntake>());
        services.TryAddSingleton<SharedParts>();
        services.TryAddSingleton<RecordSamples>();
        services.TryAddSingleton<WatchedJobs>();
        services.TryAddSingleton<SweepBook>();
        services.TryAddSingleton<SiloBook>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloBook>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, WatchMetrics>();
        services.TryAddSingleton<TypicalDurations>();
        services.TryAddSingleton(provider => new ProcessCallBudgets(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Random>().NextDouble));

        // In the place of the budgets that a plugin brings for a host without a cluster.
        services.Replace(ServiceDescriptor.Singleton<ICallBudgets>(provider => provider.GetRequiredService<ProcessCallBudgets>()));
        services.TryAddSingleton<SubmitTurns>();
        services.TryAddSingleton<LookUpDesk>();
        services.TryAddSingleton<BudgetMetrics>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, BudgetKeeper>();
        services.TryAddSingleton<ISecretProtection, NoSecretProtection>();
        services.TryAddSingleton<PoolMembers>();
        services.TryAddSingleton<LocalWatch>();
        services.TryAddSingleton<ClusterWatch>();
        services.AddPlacementFilter<PluginPoolFilterStrategy, PluginPoolFilter>(ServiceLifetime.Singleton);
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, UnfinishedJobRecovery>();
        return services;
    }
}
