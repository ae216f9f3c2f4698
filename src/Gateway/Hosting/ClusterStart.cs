using BackendPlugins.Gateway.Health;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>
/// Starts the cluster client beside the server. The host starts its services one after the other and the server last, so a
/// client that looks for its first silo would keep the port closed; started at the same time, it would hide that a port is in use.
/// </summary>
internal sealed class ClusterStart(IReadOnlyList<IHostedService> client, ClusterConnection connection) : BackgroundService
{
    /// <summary>Takes what <paramref name="addClient"/> wants started out of the host's order, and starts it beside it.</summary>
    public static void Add(IServiceCollection services, Action addClient)
    {
        var others = services.Where(IsStarted).ToHashSet();
        addClient();
        var starts = services.Where(service => IsStarted(service) && !others.Contains(service)).ToList();
        foreach (var start in starts)
        {
            services.Remove(start);
        }

        services.AddHostedService(provider => new ClusterStart(
            [.. starts.Select(start => Create(provider, start))], provider.GetRequiredService<ClusterConnection>()));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var service in client.Reverse())
        {
            await service.StopAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var service in client)
            {
                await service.StartAsync(stoppingToken);
            }

            connection.NotifyConnected();
        }
        catch (ObjectDisposedException) when (stoppingToken.IsCancellationRequested)
        {
            // The host could not start and has been taken down around the client.
        }
    }

    private static bool IsStarted(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService) && !service.IsKeyedService;

    private static IHostedService Create(IServiceProvider provider, ServiceDescriptor service) => (IHostedService)(
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
