namespace BackendPlugins.Storage;

/// <summary>
/// Keeps a broken database from being hammered: after a failure nothing is tried for a moment, then one group tries for
/// all. What comes meanwhile fails at once, so that callers learn of it without waiting.
/// </summary>
internal sealed class StoreOutage(TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private volatile Pause? _pause;

    /// <summary>The cause of an outage for as long as nothing should be tried; null when a try is due or all is well.</summary>
    public Exception? Cause => _pause is { } pause && (pause.Tried || Lasts(pause)) ? pause.Cause : null;

    /// <summary>Whether the last try failed and none has succeeded since.</summary>
    public bool IsOn => _pause is not null;

    /// <summary>Asks to try; in an outage one may at a time, and tells of its end by one of the other two.</summary>
    /// <returns>Null to go ahead, else the cause of the outage.</returns>
    public Exception? Enter()
    {
        if (_pause is null)
        {
            return null;
        }

        lock (_lock)
        {
            if (_pause is not { } pause)
            {
                return null;
            }

            if (pause.Tried || Lasts(pause))
            {
                return pause.Cause;
            }

            _pause = pause with { Tried = true };
            return null;
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <param name="cause">What failed.</param>
    /// <param name="begins">Whether it begins an outage where there is none.</param>
    /// <returns>Whether it has begun one.</returns>
    public bool Failed(Exception cause, bool begins)
    {
        lock (_lock)
        {
            var earlier = _pause;
            if (earlier is null && !begins)
            {
                return false;
            }

            var length = earlier is null ? FirstPause : TimeSpan.FromTicks(Math.Min(earlier.Length.Ticks * 2, LongestPause.Ticks));
            _pause = new Pause(time.GetTimestamp(), length, cause, Tried: false);
            return earlier is null;
        }
    }

    /// <summary>Notes a success.</summary>
    /// <returns>Whether it ended an outage.</returns>
    public bool Succeeded()
    {
        if (_pause is null)
        {
            return false;
        }

        lock (_lock)
        {
            var ended = _pause is not null;
            _pause = null;
            return ended;
        }
    }

    private bool Lasts(Pause pause) => time.GetElapsedTime(pause.Start) < pause.Length;

    private sealed record Pause(long Start, TimeSpan Length, Exception Cause, bool Tried);
}
