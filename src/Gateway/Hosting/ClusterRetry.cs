namespace BackendPlugins.Gateway.Hosting;

/// <summary>Silos may come later than gateways: the first connect is tried until the process is stopped.</summary>
internal sealed partial class ClusterRetry(TimeProvider time, ILogger<ClusterRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogNoSilo(logger, Pause.TotalSeconds, exception.Message);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
