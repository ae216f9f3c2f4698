using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Faults;

/// <summary>How long each method takes before it is looked at.</summary>
internal sealed class LatencyBoard(IReadOnlyDictionary<string, DurationRange> initial, int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _lot = new(seed);
    private Dictionary<string, DurationRange> _ranges = new(initial, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, DurationRange> Read()
    {
        lock (_gate)
        {
            return new Dictionary<string, DurationRange>(_ranges);
        }
    }

    /// <summary>Sets the named methods and leaves the others.</summary>
    /// <exception cref="ArgumentException">A key is no method.</exception>
    public void Set(IReadOnlyDictionary<string, DurationRange> ranges)
    {
        if (ranges.Keys.FirstOrDefault(method => !ApiMethods.IsPattern(method)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is no method; known are {string.Join(", ", ApiMethods.All)} and *.", nameof(ranges));
        }

        lock (_gate)
        {
            foreach (var (method, range) in ranges)
            {
                _ranges[method] = range;
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _ranges = new(StringComparer.OrdinalIgnoreCase);
        }
    }

    public TimeSpan Draw(string method)
    {
        lock (_gate)
        {
            return _ranges.TryGetValue(method, out var range) || _ranges.TryGetValue(ApiMethods.Any, out range) ? range.Draw(_lot) : TimeSpan.Zero;
        }
    }
}
