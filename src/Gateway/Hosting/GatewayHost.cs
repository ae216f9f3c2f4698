using BackendPlugins.Gateway.Health;
using BackendPlugins.Gateway.Jobs;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>The gateway as a process of its own: an external client of the cluster.</summary>
internal static class GatewayHost
{
    // What a person wants to read of a gateway that runs well. Every source of configuration comes after these.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:Orleans"] = "Warning",
        // ClusterRetry says it in one line.
        ["Logging:LogLevel:Orleans.Runtime.Messaging.ConnectionManager"] = "Error",
        // RunAsync says it in one line.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        // /healthz/ready and gRPC health tell it.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
    };

    /// <summary>Builds it.</summary>
    /// <param name="args">Command line.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Services.AddBackendGateway(builder.Configuration).AddBackendGatewayEndpoints();
        builder.AddCluster();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapBackendGateway();
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
        catch (Exception exception) when (exception is OptionsValidationException or IOException or InvalidOperationException { InnerException: ArgumentException })
        {
            await errors.WriteLineAsync($"The gateway cannot start: {exception.Message}");
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
        ClusterLink.Add(builder.Services, () => builder.UseOrleansClient(client => client
            .UseBackendClustering(configuration, silo.GatewayPort)
            .AddClusterConnectionStatusObserver(connection)
            .UseConnectionRetryFilter<ClusterRetry>()
            .AddActivityPropagation()
            .Configure<ClientMessagingOptions>(options => (options.CancelRequestOnTimeout, options.ResponseTimeout) = (true, TimeSpan.FromSeconds(20)))));
    }
}
