using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Faults;

/// <summary>Calls per second and method: a bucket that holds one second's worth and fills evenly.</summary>
internal sealed class CallQuota(IReadOnlyDictionary<string, double> rates, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Tokens, long Stamp)> _buckets = [];

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
}
