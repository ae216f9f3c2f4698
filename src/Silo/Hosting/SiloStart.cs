using BackendPlugins.Clustering.Kubernetes;
using BackendPlugins.Hosting.Clustering;
using BackendPlugins.Hosting.Startup;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Silo.Hosting;

/// <summary>
/// Starts the silo once the web server listens, and stops it before the web server does: from its first moment to its last a
/// process says that it lives, and that it is not ready. While the database is out of reach it waits: a process that ended
/// instead would be started again at ever longer intervals, and come minutes after the database.
/// </summary>
internal sealed partial class SiloStart(
    HeldServices held,
    IServiceProvider provider,
    MembershipDatabase members,
    SiloStanding standing,
    IOptions<SiloOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SiloStart> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Stack<IHostedService> _started = new();
    private Task _starting = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _starting = StartSiloAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _starting;
        while (_started.TryPop(out var service))
        {
            await service.StopAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    private async Task StartSiloAsync(CancellationToken stopping)
    {
        // Migrations block, and the host has more to start.
        await Task.Yield();
        try
        {
            var services = held.Create(provider);
            SiloPorts.Require(options.Value);
            await PrepareAsync(services, stopping);
            foreach (var service in services)
            {
                await service.StartAsync(stopping);

                // Orleans refuses to stop a silo whose start has failed.
                _started.Push(service);
            }

            standing.Joined = true;
            LogJoined(options.Value.AdvertisedName);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogGaveUp();
        }
        catch (Exception exception)
        {
            standing.Failure = exception;
            lifetime.StopApplication();
        }
    }

    private async Task PrepareAsync(IReadOnlyList<IHostedService> services, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                foreach (var service in services.OfType<IHostedLifecycleService>())
                {
                    await service.StartingAsync(stopping);
                }

                await members.VerifyAsync(stopping);
                return;
            }
            catch (KubernetesClusteringException exception) when (StartFailure.IsOutOfReach(exception))
            {
                LogWaitingForKubernetes(Pause.TotalSeconds, exception.Message);
            }
            catch (Exception exception) when (StartFailure.IsOutOfReach(exception))
            {
                LogWaiting(Pause.TotalSeconds, StartFailure.OneLine(exception) ?? exception.Message);
            }

            await Task.Delay(Pause, time, stopping);
        }
    }

    [LoggerMessage(5001, LogLevel.Information, "Silo {Name} has joined the cluster")]
    private partial void LogJoined(string name);

    [LoggerMessage(5002, LogLevel.Warning, "The database is out of reach; trying again in {Seconds} s. {Problem}")]
    private partial void LogWaiting(double seconds, string problem);

    [LoggerMessage(5004, LogLevel.Warning, "The members cannot be read; trying again in {Seconds} s. {Problem}")]
    private partial void LogWaitingForKubernetes(double seconds, string problem);

    [LoggerMessage(5003, LogLevel.Information, "Stopped before the silo had joined the cluster")]
    private partial void LogGaveUp();
}
