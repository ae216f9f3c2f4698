using BackendPlugins.Gateway.Health;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>
/// Starts the cluster client beside the server and keeps it connected. The host starts its services one after the other and the
/// server last, so a client that looks for its first silo would keep the port closed; started at the same time, it would hide
/// that a port is in use. And a client that has lost every silo connects again only to send: but nobody sends anything to a
/// gateway that is not ready.
/// </summary>
internal sealed partial class ClusterLink(
    IReadOnlyList<IHostedService> starts, IClusterClient client, ClusterConnection connection, TimeProvider time, ILogger<ClusterLink> logger)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

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

        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ClusterLink>(
            provider, (IReadOnlyList<IHostedService>)[.. starts.Select(start => Create(provider, start))]));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var service in starts.Reverse())
        {
            await service.StopAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var service in starts)
            {
                await service.StartAsync(stoppingToken);
            }
        }
        catch (ObjectDisposedException) when (stoppingToken.IsCancellationRequested)
        {
            // The host could not start and has been taken down around the client.
            return;
        }

        connection.NotifyConnected();
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!connection.IsConnected)
            {
                await ReconnectAsync(stoppingToken);
            }
        }
    }

    private async Task ReconnectAsync(CancellationToken stoppingToken)
    {
        try
        {
            await client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, stoppingToken).WaitAsync(Beat, time, stoppingToken);
            connection.NotifyConnected();
            LogConnected(logger);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNoSilo(logger, exception.Message);
        }
    }

    private static bool IsStarted(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService) && !service.IsKeyedService;

    private static IHostedService Create(IServiceProvider provider, ServiceDescriptor service) => (IHostedService)(
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
