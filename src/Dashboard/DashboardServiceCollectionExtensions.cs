using BackendPlugins.Dashboard;
using BackendPlugins.Dashboard.Assets;
using BackendPlugins.Dashboard.Frame;
using BackendPlugins.Dashboard.Jobs;
using BackendPlugins.Dashboard.Listing;
using BackendPlugins.Dashboard.Live;
using BackendPlugins.Dashboard.Plugins;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the operators' pages.</summary>
public static class DashboardServiceCollectionExtensions
{
    /// <summary>
    /// Adds what the operators' pages need. The host brings the <see cref="IGrainFactory"/> of its silo or cluster client and
    /// maps the pages with <c>MapBackendDashboard</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBackendDashboard(this IServiceCollection services)
    {
        services.AddOptions<DashboardOptions>().BindConfiguration(DashboardOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AssetCatalog>();
        services.TryAddSingleton<PageGuard>();
        services.TryAddSingleton<SharedAnswers>();
        services.TryAddSingleton<JobListReader>();
        services.TryAddSingleton<JobReader>();
        services.TryAddSingleton<SiloReader>();
        services.TryAddSingleton<ClusterReader>();
        services.TryAddSingleton<ClusterFeed>();
        services.TryAddScoped<JobActions>();
        services.TryAddScoped<TrialDesk>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.VisibleStateDuration = 6_000;
            mud.SnackbarConfiguration.ShowTransitionDuration = 150;
            mud.SnackbarConfiguration.HideTransitionDuration = 150;
        });
        return services;
    }
}
