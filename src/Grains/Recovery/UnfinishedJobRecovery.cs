using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Grains.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Grains.Recovery;

/// <summary>
/// Finds jobs that have not ended and sees to it that their grains are at work: at start, since a crash leaves them without
/// activations and nobody may ask for them; when another silo comes or is lost, since shares change and a lost one leaves its jobs;
/// and from time to time, since an activation can go for reasons of its silo's. Each silo does it for its share of the jobs; one
/// that has nothing to hurry for spreads its questions over time.
/// </summary>
internal sealed partial class UnfinishedJobRecovery(
    IJobCatalog catalog,
    IGrainFactory grains,
    ISiloStatusOracle silos,
    PoolMembers pools,
    ClusterWatch watch,
    SweepBook book,
    IOptions<RecoveryOptions> options,
    TimeProvider time,
    ILogger<UnfinishedJobRecovery> logger) : ILifecycleParticipant<ISiloLifecycle>, ISiloStatusListener, IDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>The first sweep after a change may come before all silos know of it, and the cluster has let go of a lost one's grains.</summary>
    private static readonly TimeSpan AfterChange = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changes = new(0);
    private Task _sweeping = Task.CompletedTask;
    private int _pages = 1;
    private bool _failing;

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
        if (status is SiloStatus.Dead or SiloStatus.Active)
        {
            _changes.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _changes.Dispose();
    }

    private async Task SweepUntilStoppedAsync()
    {
        // The lifecycle goes on while we sweep.
        await Task.Yield();
        try
        {
            // A silo that has just come may not see the others yet: like a change, its start is followed by a second sweep.
            var (hurry, again) = (true, true);
            while (true)
            {
                var swept = await TrySweepAsync(hurry);
                var changed = await ChangeWithinAsync(!swept ? AfterFailure : again ? AfterChange : options.Value.Interval);
                (hurry, again) = (!swept || changed || again, changed || !swept);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>Waits for a time; for less where a silo comes or is lost meanwhile.</summary>
    private async Task<bool> ChangeWithinAsync(TimeSpan span)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var change = _changes.WaitAsync(pause.Token);
        await Task.WhenAny(change, Task.Delay(span, time, pause.Token));
        await pause.CancelAsync();
        _stop.Token.ThrowIfCancellationRequested();
        var changed = change.IsCompletedSuccessfully;
        while (await _changes.WaitAsync(TimeSpan.Zero, _stop.Token))
        {
            // Many at once are one change.
            changed = true;
        }

        return changed;
    }

    private async Task<bool> TrySweepAsync(bool inHurry)
    {
        try
        {
            var resumed = await SweepAsync(inHurry, _stop.Token);
            if (resumed > 0)
            {
                LogSwept(resumed);
            }

            _failing = false;
            return true;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // A store that is down fails one every second.
            if (!_failing)
            {
                LogSweepFailed(exception);
            }

            _failing = true;
            return false;
        }
    }

    private async Task<int> SweepAsync(bool inHurry, CancellationToken cancellationToken)
    {
        var (resumed, homeless, failed) = (0, new Dictionary<string, int>(), new ConcurrentQueue<string>());
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken };

        // Never in step: one job whose silo gives no answer must not hold up those after it.
        await Parallel.ForEachAsync(MineAsync(inHurry, homeless, cancellationToken), limits, async (key, _) =>
        {
            Interlocked.Increment(ref resumed);
            if (!await TryResumeAsync(key, last: false))
            {
                failed.Enqueue(key);
            }
        });

        // Mostly it was on its way to a silo that has gone, or has not quite come.
        var unreached = 0;
        await Parallel.ForEachAsync(failed, limits, async (key, _) =>
        {
            if (!await TryResumeAsync(key, last: true))
            {
                Interlocked.Increment(ref unreached);
            }
        });
        foreach (var (category, count) in homeless)
        {
            LogHomeless(count, category);
        }

        book.Ended(homeless.Values.Sum(), unreached);
        return resumed;
    }

    /// <summary>The jobs of this silo's share that nobody watches.</summary>
    private async IAsyncEnumerable<string> MineAsync(
        bool inHurry, Dictionary<string, int> homeless, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (pages, after) = (0, (string?)null);
        while (true)
        {
            var keys = await catalog.UnfinishedAsync(after, options.Value.PageSize, cancellationToken);
            pages++;
            foreach (var key in await watch.UnwatchedAsync(Mine(keys, homeless), cancellationToken))
            {
                yield return key;
            }

            if (keys.Count < options.Value.PageSize)
            {
                _pages = pages;
                yield break;
            }

            // A change meanwhile turns leisure into hurry.
            if (!inHurry && _changes.CurrentCount == 0)
            {
                await Task.Delay(options.Value.Interval / 2 / _pages, time, cancellationToken);
            }

            after = keys[^1];
        }
    }

    /// <summary>The jobs that fall to this silo to look after, without those that no silo could hold now.</summary>
    private List<string> Mine(IReadOnlyList<string> keys, Dictionary<string, int> homeless)
    {
        var active = silos.GetActiveSilos();
        var share = SweepShare.Of(silos.SiloAddress, active);
        var mine = new List<string>();
        foreach (var key in keys.Where(share.Has))
        {
            if (JobKey.TryParse(key, out var job) && !active.Any(silo => pools.Serves(silo, job.Category)))
            {
                homeless[job.Category] = homeless.GetValueOrDefault(job.Category) + 1;
            }
            else
            {
                mine.Add(key);
            }
        }

        return mine;
    }

    private async Task<bool> TryResumeAsync(string key, bool last)
    {
        try
        {
            await grains.GetGrain<IJobGrain>(key).ResumeAsync();
            return true;
        }
        catch (Exception exception)
        {
            // One job that cannot be reached must not keep the others from being found; the next sweep asks again.
            if (last)
            {
                LogResumeFailed(key, exception);
            }

            return false;
        }
    }
}
