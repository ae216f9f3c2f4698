using BackendPlugins.Clustering.Kubernetes.Api;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>
/// Brings a silo up to date as soon as the API server is back. By itself Orleans gives its next sign of life and looks at the table
/// up to a minute later, the longer the outage was; until then silos that join keep this one for silent, tell it nothing, and are
/// refused by it as unknown.
/// </summary>
internal sealed partial class MembershipCatchUp(
    KubernetesConnection connection,
    SiloLeases leases,
    ILocalSiloDetails silo,
    IClusterMembershipService members,
    TimeProvider time,
    ILogger<MembershipCatchUp> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(MembershipCatchUp), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stop.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = WatchAsync(_stop.Token);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        // Off the silo's start.
        await Task.Yield();
        try
        {
            while (true)
            {
                await connection.OutOfReach.WaitAsync(stopping).ConfigureAwait(false);
                await Task.Delay(Pause, time, stopping).ConfigureAwait(false);

                // Asked for before it is tried: a failure on the way asks again.
                connection.ForgetOutOfReach();
                await TryAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await leases.RenewAsync(silo.SiloAddress, time.GetUtcNow().UtcDateTime, stopping).ConfigureAwait(false);
            await members.Refresh(cancellationToken: stopping).ConfigureAwait(false);
            LogBack();
        }
        catch (KubernetesClusteringException failure)
        {
            // Out of reach still, which the connection has noted; what else it is, Orleans meets and says as well.
            LogNotYet(failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
        }
    }
}
