using BackendPlugins.Gateway.Health;
using BackendPlugins.Gateway.Jobs;
using BackendPlugins.Hosting.Startup;
using Orleans.Configuration;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>The gateway as a process of its own: an external client of the cluster.</summary>
internal static class GatewayHost
{
    /// <summary>Builds it.</summary>
    /// <param name="args">Command line.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddHostDefaults();
        builder.Services.AddBackendGateway(builder.Configuration).AddBackendGatewayEndpoints();
        builder.Services.AddHostedService<StopDelay>();
        builder.Services.AddBackendMetrics();
        builder.AddCluster();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapBackendGateway();
        app.MapBackendMetrics();
        return app;
    }

    /// <summary>Runs it until it is stopped.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="errors">Where it says why it cannot start.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (StartFailure.OneLine(exception) is { } line)
        {
            await errors.WriteLineAsync($"The gateway cannot start: {line}");
            return 1;
        }
    }

    private static void AddCluster(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddOptions<SiloAddressOptions>().Bind(configuration.GetSection(SiloAddressOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        var silo = configuration.GetSection(SiloAddressOptions.Section).Get<SiloAddressOptions>() ?? new SiloAddressOptions();
        var connection = new ClusterConnection();
        builder.Services.AddSingleton(connection);
        builder.Services.AddSingleton<IClusterGate>(connection);
        builder.Services.AddHealthChecks().AddCheck<ClusterConnection>("cluster", tags: [HealthTags.Ready]);
        builder.Services.AddSingleton(HeldServices.Take(builder.Services, () => builder.UseOrleansClient(client => client
            .UseBackendClustering(configuration, silo.GatewayPort)
            .AddClusterConnectionStatusObserver(connection)
            .UseConnectionRetryFilter<ClusterRetry>()
            .Configure<ClientMessagingOptions>(options => (options.CancelRequestOnTimeout, options.ResponseTimeout) = (true, TimeSpan.FromSeconds(20))))));
        builder.Services.AddHostedService<ClusterLink>();
    }
}
