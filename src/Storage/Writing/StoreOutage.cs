namespace BackendPlugins.Storage;

/// <summary>
/// Keeps a broken database from being hammered: after a failure nothing is tried for a moment, and what comes in that
/// moment fails at once, so that callers learn of it without waiting.
/// </summary>
internal sealed class StoreOutage(TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private volatile Pause? _pause;

    /// <summary>The cause of an outage for as long as nothing should be tried; null when a try is due or all is well.</summary>
    public Exception? Cause => _pause is { } pause && time.GetElapsedTime(pause.Start) < pause.Length ? pause.Cause : null;

    /// <summary>Notes a failure.</summary>
    /// <returns>Whether it is the first of an outage.</returns>
    public bool Failed(Exception cause)
    {
        var earlier = _pause;
        var length = earlier is null ? FirstPause : TimeSpan.FromTicks(Math.Min(earlier.Length.Ticks * 2, LongestPause.Ticks));
        _pause = new Pause(time.GetTimestamp(), length, cause);
        return earlier is null;
    }

    /// <summary>Notes a success.</summary>
    /// <returns>Whether it ended an outage.</returns>
    public bool Succeeded()
    {
        var ended = _pause is not null;
        _pause = null;
        return ended;
    }

    private sealed record Pause(long Start, TimeSpan Length, Exception Cause);
}
