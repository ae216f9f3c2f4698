using BackendPlugins.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BackendPlugins.Silo.Health;

/// <summary>
/// Whether the silo's own loops still turn, by what Orleans says of each; no I/O. One that stands still can be helped by a
/// restart alone.
/// </summary>
internal sealed class SiloLiveCheck(SiloStanding standing, IServiceProvider provider, TimeProvider time) : IHealthCheck
{
    private long _lastCheck = time.GetUtcNow().UtcTicks;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(standing.Joined && Problem() is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());

    private string? Problem()
    {
        var last = new DateTime(Interlocked.Exchange(ref _lastCheck, time.GetUtcNow().UtcTicks), DateTimeKind.Utc);
        foreach (var participant in provider.GetServices<IHealthCheckParticipant>())
        {
            if (!participant.CheckHealth(last, out var reason))
            {
                return $"{participant.GetType().Name}: {reason}";
            }
        }

        return null;
    }
}
