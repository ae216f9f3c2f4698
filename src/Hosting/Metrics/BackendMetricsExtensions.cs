using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Metrics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Metrics of this product, of Orleans and of the runtime in Prometheus form.</summary>
public static class BackendMetricsExtensions
{
    private static readonly string[] Dropped =
    [
        // Its Destination tag names a silo's incarnation: a series for every restart, for ever.
        "orleans-messaging-pings",

        // Each of them is counted with every message; together they cost a question of Flyte's as much as its answer. Refused,
        // lost and expired messages are still counted.
        "orleans-messaging-processing-", "orleans-messaging-sent-local", "orleans-messaging-sent-header-size", "orleans-messaging-sent-messages-size",
        "orleans-messaging-received-header-size", "orleans-messaging-received-messages-size",

        // Twice with every call; their number and duration stand in http.server.request.duration.
        "http.server.active_requests",
    ];

    /// <summary>Collects the meters.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBackendMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("BackendPlugins.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddRuntimeInstrumentation()
            .AddView(instrument => Dropped.Any(name => instrument.Name.StartsWith(name, StringComparison.Ordinal))
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
