using BackendPlugins.Standalone.Startup;
using BackendPlugins.Gateway;
using Orleans.Dashboard;
using Serilog;
using Serilog.Events;

namespace BackendPlugins.Standalone;

/// <summary>Puts silo, gateway and pages into one web application.</summary>
internal static class StandaloneApplication
{
    public static WebApplication Build(WebApplicationBuilder builder, DataFolder data, bool live)
    {
        builder.AddBackendSilo();
        builder.Services.AddBackendGateway(builder.Configuration);
        builder.Services.AddBackendDashboard();
        builder.Services.AddBackendMetrics();
        builder.Services.AddBackendGatewayEndpoints();
        builder.Services.AddSerilog(logging => Configure(logging, data, live));

        var app = builder.Build();
        app.MapBackendGateway();
        app.MapBackendDashboard();
        app.MapBackendMetrics();
        app.MapOrleansDashboard("/orleans");
        return app;
    }

    private static void Configure(LoggerConfiguration logging, DataFolder data, bool live)
    {
        logging
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)

            // 10.4.2 warns once at every start of a check that has "not completed" since the machine was booted.
            .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error)
            .WriteTo.File(data.LogFile, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 7, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        if (!live)
        {
            // On a terminal the bars would be torn apart by log lines.
            logging.WriteTo.Console(LogEventLevel.Warning, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
