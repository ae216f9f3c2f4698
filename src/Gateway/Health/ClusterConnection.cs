using BackendPlugins.Gateway.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BackendPlugins.Gateway.Health;

/// <summary>Whether any silo is connected.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IHealthCheck, IClusterGate
{
    private volatile bool _connected;

    private volatile bool _met;

    /// <summary>Whether any silo is connected now.</summary>
    public bool IsConnected => _connected;

    /// <inheritdoc/>
    public bool IsOpen => _met;

    /// <summary>A silo has answered.</summary>
    public void NotifyConnected()
    {
        _connected = true;
        _met = true;
    }

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) =>
        _connected = currentNumberOfGateways > 0;

    public void NotifyClusterConnectionLost() => _connected = false;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_connected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No silo is connected."));
}
