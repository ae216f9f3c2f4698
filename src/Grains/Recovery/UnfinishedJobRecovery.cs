using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Grains.Recovery;

/// <summary>
/// Finds jobs that have not ended and sees to it that their grains are at work: at start, since a crash leaves them without
/// activations and nobody may ask for them; when another silo is lost, for its jobs; and from time to time, since an activation
/// can go for reasons of its silo's.
/// </summary>
internal sealed partial class UnfinishedJobRecovery(
    IJobCatalog catalog,
    IGrainFactory grains,
    ISiloStatusOracle silos,
    IOptions<RecoveryOptions> options,
    TimeProvider time,
    ILogger<UnfinishedJobRecovery> logger) : ILifecycleParticipant<ISiloLifecycle>, ISiloStatusListener, IDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>The first sweep after a loss may come before the cluster has let go of the silo's grains.</summary>
    private static readonly TimeSpan AfterLoss = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _losses = new(0);
    private Task _sweeping = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(UnfinishedJobRecovery),
        ServiceLifecycleStage.Active,
        _ =>
        {
            silos.SubscribeToSiloStatusEvents(this);
            _sweeping = SweepUntilStoppedAsync();
            return Task.CompletedTask;
        },
        async _ =>
        {
            silos.UnSubscribeFromSiloStatusEvents(this);
            await _stop.CancelAsync();
            await _sweeping;
        });

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            _losses.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _losses.Dispose();
    }

    private async Task SweepUntilStoppedAsync()
    {
        // The lifecycle goes on while we sweep.
        await Task.Yield();
        try
        {
            var lost = false;
            while (true)
            {
                var swept = await TrySweepAsync();
                lost = await LossWithinAsync(!swept ? AfterFailure : lost ? AfterLoss : options.Value.Interval);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>Waits for a time; for less where a silo is lost meanwhile.</summary>
    private async Task<bool> LossWithinAsync(TimeSpan span)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var loss = _losses.WaitAsync(pause.Token);
        await Task.WhenAny(loss, Task.Delay(span, time, pause.Token));
        await pause.CancelAsync();
        _stop.Token.ThrowIfCancellationRequested();
        return loss.IsCompletedSuccessfully;
    }

    private async Task<bool> TrySweepAsync()
    {
        try
        {
            var resumed = await SweepAsync(_stop.Token);
            if (resumed > 0)
            {
                LogSwept(resumed);
            }

            return true;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            LogSweepFailed(exception);
            return false;
        }
    }

    private async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var resumed = 0;
        string? after = null;
        while (true)
        {
            var keys = await catalog.UnfinishedAsync(after, options.Value.PageSize, cancellationToken);
            await Parallel.ForEachAsync(
                keys,
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken },
                async (key, _) =>
                {
                    try
                    {
                        await grains.GetGrain<IJobGrain>(key).ResumeAsync();
                    }
                    catch (Exception exception)
                    {
                        // One job that cannot be reached must not keep the others from being found; the next sweep asks again.
                        LogResumeFailed(key, exception);
                    }
                });
            resumed += keys.Count;
            if (keys.Count < options.Value.PageSize)
            {
                return resumed;
            }

            after = keys[^1];
        }
    }
}
