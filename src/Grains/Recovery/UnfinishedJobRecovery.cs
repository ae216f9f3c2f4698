using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Grains.Recovery;

/// <summary>
/// Finds jobs that have not ended and sees to it that their grains are at work: at start, since a crash leaves them without
/// activations and nobody may ask for them; and from time to time, since an activation can go for reasons of its silo's.
/// </summary>
internal sealed partial class UnfinishedJobRecovery(
    IJobCatalog catalog,
    IGrainFactory grains,
    IOptions<RecoveryOptions> options,
    TimeProvider time,
    ILogger<UnfinishedJobRecovery> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(UnfinishedJobRecovery),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _sweeping = SweepUntilStoppedAsync();
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stop.CancelAsync();
            await _sweeping;
        });

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task SweepUntilStoppedAsync()
    {
        // The lifecycle goes on while we sweep.
        await Task.Yield();
        try
        {
            while (true)
            {
                await Task.Delay(await TrySweepAsync() ? options.Value.Interval : TimeSpan.FromSeconds(1), time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
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
