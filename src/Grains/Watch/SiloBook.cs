using System.Collections.Concurrent;

namespace BackendPlugins.Grains.Watch;

/// <summary>The members of the cluster as this silo knows them, and those that died without leaving.</summary>
internal sealed class SiloBook(ISiloStatusOracle silos) : ILifecycleParticipant<ISiloLifecycle>, ISiloStatusListener
{
    private readonly ConcurrentDictionary<SiloAddress, SiloStatus> _last = new();
    private long _lost;

    /// <summary>Silos that take grains.</summary>
    public int Active => silos.GetActiveSilos().Length;

    /// <summary>Silos that were active and then dead, with no word of a stop in between.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SiloBook),
        ServiceLifecycleStage.Active,
        _ =>
        {
            silos.SubscribeToSiloStatusEvents(this);

            // Those that were there before tell of no change.
            foreach (var (silo, status) in silos.GetApproximateSiloStatuses(onlyActive: true))
            {
                _last.TryAdd(silo, status);
            }

            return Task.CompletedTask;
        },
        _ =>
        {
            silos.UnSubscribeFromSiloStatusEvents(this);
            return Task.CompletedTask;
        });

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        ArgumentNullException.ThrowIfNull(updatedSilo);
        if (status != SiloStatus.Dead)
        {
            _last[updatedSilo] = status;
        }
        else if (_last.TryRemove(updatedSilo, out var last) && last == SiloStatus.Active)
        {
            Interlocked.Increment(ref _lost);
        }
    }
}
