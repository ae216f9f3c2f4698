using System.Collections.Concurrent;

namespace BackendPlugins.Grains.Recovery;

/// <summary>The jobs that grains of this silo watch now. The sweep need not ask for them.</summary>
internal sealed class JobsAtWork
{
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    private int _count;

    /// <summary>How many; the dictionary's own count takes all its locks.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether a job is among them.</summary>
    public bool Has(string key) => _keys.ContainsKey(key);

    /// <summary>A job is watched from now on.</summary>
    public void Begin(string key)
    {
        if (_keys.TryAdd(key, true))
        {
            Interlocked.Increment(ref _count);
        }
    }

    /// <summary>A job is watched no more.</summary>
    public void End(string key)
    {
        if (_keys.TryRemove(key, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
