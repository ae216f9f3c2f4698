using System.Globalization;
using BackendPlugins.Gateway;
using BackendPlugins.Hosting.Telemetry;
using BackendPlugins.Standalone.Startup;
using Orleans.Configuration;
using Orleans.Dashboard;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace BackendPlugins.Standalone;

/// <summary>Puts silo, gateway and pages into one web application.</summary>
internal static class StandaloneApplication
{
    /// <param name="builder">The application.</param>
    /// <param name="data">Where the log goes.</param>
    /// <param name="console">From which level on lines also go to the console.</param>
    public static WebApplication Build(WebApplicationBuilder builder, DataFolder data, LoggingLevelSwitch console)
    {
        builder.AddBackendSilo();
        builder.Services.Configure<GrainDirectoryOptions>(directory =>
        {
            // One silo has the directory itself, and what Flyte asks thousands of times is answered without a call of a grain.
            directory.CachingStrategy = GrainDirectoryOptions.CachingStrategyType.None;
        });
        builder.Services.AddBackendGateway(builder.Configuration);
        builder.Services.AddBackendDashboard();
        builder.Logging.ClearProviders();
        builder.AddBackendTelemetry("backend-plugins");
        builder.Services.AddBackendGatewayEndpoints();
        var telemetry = BackendTelemetryExtensions.Read(builder.Configuration);
        builder.Services.AddSerilog(logging => Configure(logging, data, console, telemetry), writeToProviders: telemetry.SendLogs);

        var app = builder.Build();
        app.MapBackendGateway();
        app.MapBackendDashboard();
        app.MapBackendMetrics();
        app.MapOrleansDashboard("/orleans").RequireDashboardUser();
        return app;
    }

    private static void Configure(LoggerConfiguration logging, DataFolder data, LoggingLevelSwitch console, TelemetryOptions telemetry)
    {
        logging
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)

            // Its log scope and its activity cost every call a tenth; nothing is written at this level.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)

            // 10.4.2 warns once at every start of a check that has "not completed" since the machine was booted.
            .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error)
            .Enrich.FromLogContext()
            .WriteTo.File(data.LogFile, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 7, formatProvider: CultureInfo.InvariantCulture);
        if (telemetry.LogFormat == LogForm.Json)
        {
            logging.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture), levelSwitch: console);
        }
        else
        {
            logging.WriteTo.Console(levelSwitch: console, formatProvider: CultureInfo.InvariantCulture);
        }
    }
}
