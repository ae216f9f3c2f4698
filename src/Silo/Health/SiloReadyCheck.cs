using BackendPlugins.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BackendPlugins.Silo.Health;

/// <summary>Whether the silo is a member that takes grains. Never a matter of databases or services: those whom it serves would be sent away.</summary>
internal sealed class SiloReadyCheck(SiloStanding standing, IHostApplicationLifetime lifetime, IServiceProvider provider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Problem() is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());

    private string? Problem() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "The silo is stopping."
        : !standing.Joined ? "The silo has not joined the cluster yet."
        : provider.GetRequiredService<ISiloStatusOracle>().CurrentStatus is var status and not SiloStatus.Active ? $"The silo's status is {status}."
        : null;
}
