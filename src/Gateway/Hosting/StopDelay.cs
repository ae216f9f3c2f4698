using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>
/// Keeps a gateway that is told to stop at work for a while. It is not ready any more, but those who send it calls learn that
/// with some delay; after it the server takes no more, says so on each connection (GOAWAY), and ends what is under way.
/// </summary>
internal sealed partial class StopDelay(IOptions<GrpcOptions> options, TimeProvider time, ILogger<StopDelay> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var delay = options.Value.StopDelay;
        if (delay > TimeSpan.Zero)
        {
            LogDelay(delay.TotalSeconds);
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2204, LogLevel.Information, "Not ready any more; taking calls for another {Seconds} s")]
    private partial void LogDelay(double seconds);
}
