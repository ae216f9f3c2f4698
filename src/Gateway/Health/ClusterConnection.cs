using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BackendPlugins.Gateway.Health;

/// <summary>Whether any silo is connected. Before the first one the process has not started, which <see cref="ReadyCheck"/> tells.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IHealthCheck
{
    private volatile bool _lost;

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) =>
        _lost = currentNumberOfGateways == 0;

    public void NotifyClusterConnectionLost() => _lost = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_lost ? HealthCheckResult.Unhealthy("No silo is connected.") : HealthCheckResult.Healthy());
}
