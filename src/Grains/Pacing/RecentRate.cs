namespace BackendPlugins.Grains.Pacing;

/// <summary>How many come per second, over the last few seconds. Not safe for threads.</summary>
internal sealed class RecentRate(TimeProvider time)
{
    private const double Seconds = 2;

    private double _weight;
    private long _stamp = time.GetTimestamp();

    /// <summary>Counts one and says how many per second there are.</summary>
    public double Count()
    {
        var now = time.GetTimestamp();
        _weight *= Math.Exp(-time.GetElapsedTime(_stamp, now).TotalSeconds / Seconds);
        _stamp = now;
        _weight++;
        return (_weight - 1) / Seconds;
    }
}
