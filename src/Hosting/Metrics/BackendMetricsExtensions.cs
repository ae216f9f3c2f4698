using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Metrics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Metrics of this product, of Orleans and of the runtime in Prometheus form.</summary>
public static class BackendMetricsExtensions
{
    /// <summary>Collects the meters.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBackendMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("BackendPlugins.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddRuntimeInstrumentation()

            // Its Destination tag names a silo's incarnation: a series for every restart, for ever.
            .AddView(instrument => instrument.Name.StartsWith("orleans-messaging-pings", StringComparison.Ordinal)
                ? MetricStreamConfiguration.Drop
                : null)
            .AddPrometheusExporter());
        return services;
    }

    /// <summary>Serves <c>/metrics</c>.</summary>
    /// <param name="endpoints">The host's routes.</param>
    /// <returns>The same routes.</returns>
    public static IEndpointRouteBuilder MapBackendMetrics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPrometheusScrapingEndpoint("/metrics");
        return endpoints;
    }
}
