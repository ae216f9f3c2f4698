namespace BackendPlugins.Cli.Load.Measuring;

/// <summary>Times from a job's end at the service to the answer that told it, in seconds.</summary>
internal sealed class DelayLog
{
    private readonly Lock _gate = new();
    private readonly List<double> _delays = [];

    /// <summary>Notes one. The clocks of two machines may differ: one below zero counts as zero.</summary>
    public void Add(TimeSpan delay)
    {
        lock (_gate)
        {
            _delays.Add(Math.Max(0, delay.TotalSeconds));
        }
    }

    /// <summary>All, in order of size.</summary>
    public IReadOnlyList<double> Sorted()
    {
        lock (_gate)
        {
            return [.. _delays.Order()];
        }
    }

    /// <summary>The percentile of values in order of size; null where there are none.</summary>
    public static double? At(IReadOnlyList<double> sorted, double percentile) =>
        sorted.Count == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(percentile / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];
}
