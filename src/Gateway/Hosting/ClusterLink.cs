using BackendPlugins.Gateway.Health;
using BackendPlugins.Hosting.Startup;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>
/// Starts the cluster client beside the server and keeps it connected. The host starts its services one after the other and the
/// server last, so a client that looks for its first silo would keep the port closed; started at the same time, it would hide
/// that a port is in use. And a client that has lost every silo connects again only to send: but nobody sends anything to a
/// gateway that is not ready.
/// </summary>
internal sealed partial class ClusterLink(
    HeldServices held, IServiceProvider provider, IClusterClient client, ClusterConnection connection, TimeProvider time, ILogger<ClusterLink> logger)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly Stack<IHostedService> _started = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (_started.TryPop(out var service))
        {
            await service.StopAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var service in held.Create(provider))
            {
                await service.StartAsync(stoppingToken);
                _started.Push(service);
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
}
