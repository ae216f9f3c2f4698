using BackendPlugins.Dashboard.Frame;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Stylesheet>();
        return services;
    }
}
