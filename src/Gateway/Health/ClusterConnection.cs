using BackendPlugins.Gateway.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BackendPlugins.Gateway.Health;

/// <summary>Whether any silo is connected.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IHealthCheck, IClusterGate
{
    private volatile bool _connected;

    private volatile bool _met;

    private volatile string? _problem;

    /// <summary>Why no silo has been met yet; null where nothing is known of it.</summary>
    public string? Problem
    {
        set => _problem = value;
    }

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
        Task.FromResult(_connected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(
            _met || _problem is null ? "No silo is connected." : $"No silo is connected: {_problem}"));
}
