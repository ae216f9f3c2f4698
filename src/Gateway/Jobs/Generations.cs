using System.Collections.Concurrent;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>
/// Keeps what was seen last, up to a number and for a time. Two generations: when the young one is full or has lived half the
/// time, it becomes the old one, and the old one goes. So no entry outlives the time, and none costs a timer or a place in a
/// list.
/// </summary>
/// <param name="most">Entries at most; 0 keeps none.</param>
/// <param name="life">How long at most.</param>
/// <param name="time">Time.</param>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class Generations<T>(int most, TimeSpan life, TimeProvider time)
    where T : class
{
    private readonly Lock _turn = new();
    private Generation _young = new(time.GetTimestamp());
    private Generation _old = new(time.GetTimestamp());

    /// <summary>The entry of a key; null where there is none.</summary>
    public T? Find(string key)
    {
        if (most == 0)
        {
            return null;
        }

        TurnIfDue();
        return Volatile.Read(ref _young).Entries.GetValueOrDefault(key) ?? Volatile.Read(ref _old).Entries.GetValueOrDefault(key);
    }

    /// <summary>Keeps an entry instead of the one before.</summary>
    public void Keep(string key, T entry)
    {
        if (most > 0)
        {
            TurnIfDue();
            Volatile.Read(ref _young).Set(key, entry);
        }
    }

    /// <summary>Drops an entry.</summary>
    public void Forget(string key)
    {
        Volatile.Read(ref _young).Entries.TryRemove(key, out _);
        Volatile.Read(ref _old).Entries.TryRemove(key, out _);
    }

    private void TurnIfDue()
    {
        if (!IsDue(Volatile.Read(ref _young)))
        {
            return;
        }

        lock (_turn)
        {
            if (IsDue(_young))
            {
                // Nobody may have asked for so long that the young one is past its time too.
                var now = time.GetTimestamp();
                Volatile.Write(ref _old, time.GetElapsedTime(_young.Start, now) >= life ? new Generation(now) : _young);
                Volatile.Write(ref _young, new Generation(now));
            }
        }
    }

    private bool IsDue(Generation young) => young.Count >= Math.Max(1, most / 2) || time.GetElapsedTime(young.Start) >= life / 2;

    private sealed class Generation(long start)
    {
        private int _count;

        public long Start => start;

        // The dictionary's own count takes all its locks.
        public int Count => Volatile.Read(ref _count);

        public ConcurrentDictionary<string, T> Entries { get; } = new(StringComparer.Ordinal);

        public void Set(string key, T entry)
        {
            if (Entries.TryAdd(key, entry))
            {
                Interlocked.Increment(ref _count);
            }
            else
            {
                Entries[key] = entry;
            }
        }
    }
}
