using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Faults;

/// <summary>Calls per second and method, a bucket that holds one second's worth and fills evenly; and calls at the same time.</summary>
internal sealed class CallQuota(IReadOnlyDictionary<string, double> rates, int? concurrent, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Tokens, long Stamp)> _buckets = [];
    private int _within;

    /// <summary>Counts a call in until it is disposed.</summary>
    public Place Enter() => new(this, Interlocked.Increment(ref _within) <= (concurrent ?? int.MaxValue));

    public bool TryTake(string method)
    {
        if (!rates.TryGetValue(method, out var rate) && !rates.TryGetValue(ApiMethods.Any, out rate))
        {
            return true;
        }

        lock (_gate)
        {
            var now = time.GetTimestamp();
            // A rate below one call per second still needs room for that one call.
            var room = Math.Max(1, rate);
            var tokens = _buckets.TryGetValue(method, out var bucket)
                ? Math.Min(room, bucket.Tokens + (time.GetElapsedTime(bucket.Stamp, now).TotalSeconds * rate))
                : room;
            var allowed = tokens >= 1;
            _buckets[method] = (allowed ? tokens - 1 : tokens, now);
            return allowed;
        }
    }

    /// <summary>A call's place among those that run at the same time.</summary>
    public sealed class Place(CallQuota quota, bool isAllowed) : IDisposable
    {
        /// <summary>False when there were too many already.</summary>
        public bool IsAllowed { get; } = isAllowed;

        public void Dispose() => Interlocked.Decrement(ref quota._within);
    }
}
