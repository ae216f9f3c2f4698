using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace BackendPlugins.Grains.Intake;

/// <summary>
/// A set of job keys, kept as hashes: a burst leaves hundreds of thousands, and nobody needs their texts here. Of two keys with one
/// hash, which nobody will live to see, the removal of one removes both.
/// </summary>
internal sealed class WaitingKeys
{
    private readonly Lock _lock = new();
    private HashSet<ulong> _hashes = [];

    /// <summary>Adds a key.</summary>
    public void Add(string key)
    {
        lock (_lock)
        {
            _hashes.Add(HashOf(key));
        }
    }

    /// <summary>Removes a key.</summary>
    public void Remove(string key)
    {
        lock (_lock)
        {
            if (_hashes.Remove(HashOf(key)) && _hashes.Count == 0)
            {
                // Gives back the room that a burst took.
                _hashes = [];
            }
        }
    }

    /// <summary>Whether a key is here.</summary>
    public bool Has(string key)
    {
        lock (_lock)
        {
            return _hashes.Contains(HashOf(key));
        }
    }

    private static ulong HashOf(string key) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()));
}
