using BackendPlugins.Gateway.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>The gateway as a process of its own: an external client of the cluster.</summary>
internal static class GatewayHost
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Builds it.</summary>
    /// <param name="args">Command line.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        // Lists are answered from the first moment on, also while the cluster is looked for.
        builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
        builder.Services.AddBackendGateway(builder.Configuration).AddBackendGatewayEndpoints();
        builder.AddCluster();
        var app = builder.Build();
        app.MapBackendGateway();
        return app;
    }

    /// <summary>Runs it until it is stopped.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            try
            {
                await app.RunAsync();
            }
            catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // Stopped while it was still looking for the cluster.
            }

            return 0;
        }
        catch (Exception exception) when (exception is OptionsValidationException or IOException or InvalidOperationException { InnerException: FormatException })
        {
            await Console.Error.WriteLineAsync($"The gateway cannot start: {exception.Message}");
            return 1;
        }
    }

    private static void AddCluster(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddOptions<ClusteringOptions>().Bind(configuration.GetSection("Clustering")).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<SiloAddressOptions>().Bind(configuration.GetSection("Silo")).ValidateDataAnnotations().ValidateOnStart();
        var clustering = configuration.GetSection("Clustering").Get<ClusteringOptions>() ?? new ClusteringOptions();
        var silo = configuration.GetSection("Silo").Get<SiloAddressOptions>() ?? new SiloAddressOptions();
        builder.Services.TryAddSingleton<ClusterConnection>();
        builder.Services.AddHealthChecks().AddCheck<ClusterConnection>("cluster", tags: [HealthTags.Ready]);
        builder.UseOrleansClient(client => client
            .UseLocalhostClustering(silo.GatewayPort, clustering.ServiceId, clustering.ClusterId)
            .AddClusterConnectionStatusObserver<ClusterConnection>()
            .UseConnectionRetryFilter(TryAgainAsync)
            .Configure<Orleans.Configuration.ClientMessagingOptions>(options => options.CancelRequestOnTimeout = true));
    }

    // Silos may come later than gateways; the token ends the wait when the process is stopped.
    private static async Task<bool> TryAgainAsync(Exception exception, CancellationToken cancellationToken)
    {
        await Task.Delay(LongestPause, cancellationToken);
        return true;
    }
}
