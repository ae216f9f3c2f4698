using System.Reflection;
using BackendPlugins.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>Metrics, traces and logs of a process: of this product, of Orleans and of the runtime.</summary>
public static class BackendTelemetryExtensions
{
    private const string MetricsPath = "/metrics";

    // Calls take milliseconds, some seconds; OpenTelemetry's own steps begin at five seconds.
    private static readonly double[] CallSteps = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] JobSteps = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 14400, 86400];

    private static readonly string[] Dropped =
    [
        // Its Destination tag names a silo's incarnation: a series for every restart, for ever.
        "orleans-messaging-pings",

        // Each of them is counted with every message; together they cost a question of Flyte's as much as its answer. Refused,
        // lost and expired messages are still counted.
        "orleans-messaging-processing-", "orleans-messaging-sent-local", "orleans-messaging-sent-header-size", "orleans-messaging-sent-messages-size",
        "orleans-messaging-received-header-size", "orleans-messaging-received-messages-size",

        // Up and down again with every call, and always near zero: nothing here lets calls wait for a thread.
        "kestrel.queued_requests",
    ];

    /// <summary>Collects metrics for <c>/metrics</c>, and sends what <see cref="TelemetryOptions"/> asks for to a collector.</summary>
    /// <param name="builder">The host; its configuration is read now.</param>
    /// <param name="name">Name of the process in traces and logs, such as <c>backend-plugins-silo</c>.</param>
    /// <returns>The same host.</returns>
    public static IHostApplicationBuilder AddBackendTelemetry(this IHostApplicationBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = Read(builder.Configuration);
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name, serviceVersion: Version(), serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => AddMetrics(metrics, options));
        if (options.Traces && Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out _))
        {
            AddSending(telemetry, options);
        }

        return builder;
    }

    /// <summary>Lets the log on standard output have the form that is asked for. For hosts with .NET's own console log.</summary>
    /// <param name="builder">The host; its configuration is read now.</param>
    /// <returns>The same host.</returns>
    public static IHostApplicationBuilder AddBackendConsole(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (Read(builder.Configuration).LogFormat == LogForm.Json)
        {
            builder.Logging.AddJsonConsole(console => (console.IncludeScopes, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "O"));
        }

        return builder;
    }

    /// <summary>Lets a silo carry traces on, where any are made.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configuration">The host's configuration; read now.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder UseBackendTracing(this ISiloBuilder silo, IConfiguration configuration) =>
        Read(configuration).Traces ? silo.AddActivityPropagation() : silo;

    /// <summary>Lets a client of the cluster carry traces on, where any are made.</summary>
    /// <param name="client">The client.</param>
    /// <param name="configuration">The host's configuration; read now.</param>
    /// <returns>The same client.</returns>
    public static IClientBuilder UseBackendTracing(this IClientBuilder client, IConfiguration configuration) =>
        Read(configuration).Traces ? client.AddActivityPropagation() : client;

    /// <summary>Serves <c>/metrics</c>.</summary>
    /// <param name="endpoints">The host's routes.</param>
    /// <returns>The same routes.</returns>
    public static IEndpointRouteBuilder MapBackendMetrics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPrometheusScrapingEndpoint(MetricsPath);
        return endpoints;
    }

    /// <summary>The settings as they stand; a host validates them at its start.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static TelemetryOptions Read(IConfiguration configuration) =>
        configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics
            .AddMeter("BackendPlugins.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Server.Kestrel")
            .AddRuntimeInstrumentation()
            .AddView("backend_plugin_upstream_call_duration", new ExplicitBucketHistogramConfiguration { Boundaries = CallSteps })
            .AddView("backend_plugin_job_duration", new ExplicitBucketHistogramConfiguration { Boundaries = JobSteps })
            .AddView(instrument => Dropped.Any(name => instrument.Name.StartsWith(name, StringComparison.Ordinal))
                ? MetricStreamConfiguration.Drop
                : null)
            .AddPrometheusExporter();
        if (options.SendMetrics)
        {
            metrics.AddOtlpExporter(exporter => options.ApplyTo(exporter, "metrics"));
        }
    }

    private static void AddSending(OpenTelemetryBuilder telemetry, TelemetryOptions options)
    {
        telemetry.WithTracing(traces => traces
            .AddSource("BackendPlugins.*", "Microsoft.Orleans.Application")
            .AddAspNetCoreInstrumentation(web => web.Filter = IsWork)
            .AddHttpClientInstrumentation()
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SampleRatio)))
            .AddOtlpExporter(exporter => options.ApplyTo(exporter, "traces")));
        if (options.SendLogs)
        {
            telemetry.WithLogging(
                logs => logs.AddOtlpExporter(exporter => options.ApplyTo(exporter, "logs")),
                logger => (logger.IncludeScopes, logger.IncludeFormattedMessage) = (true, true));
        }
    }

    // Probes and scrapes come every few seconds and tell nothing.
    private static bool IsWork(HttpContext request) =>
        !request.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal)
        && !request.Request.Path.StartsWithSegments(MetricsPath, StringComparison.Ordinal)
        && !request.Request.Path.StartsWithSegments("/grpc.health.v1.Health", StringComparison.Ordinal);

    private static string? Version() =>
        typeof(BackendTelemetryExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
