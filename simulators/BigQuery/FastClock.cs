namespace BackendPlugins.Simulators.BigQuery;

/// <summary>A clock that begins at the real time and runs a number of times faster, timers included.</summary>
/// <param name="real">The real clock.</param>
/// <param name="speed">How many times faster.</param>
internal sealed class FastClock(TimeProvider real, double speed) : TimeProvider
{
    private DateTimeOffset _start = real.GetUtcNow();
    private readonly long _stamp = real.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Goes on from a moment that an earlier life of the clock had reached; to be called before anybody looks at it.</summary>
    public void NotBefore(DateTimeOffset moment) => _start = moment > _start ? moment : _start;

    public override DateTimeOffset GetUtcNow() => _start + TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => (long)(real.GetElapsedTime(_stamp).Ticks * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    // Rounded up: a timer that comes early finds that its time has not come yet. A timer takes no more than some weeks.
    private TimeSpan Real(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? time : TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(time.TotalMilliseconds / speed), int.MaxValue));

    private sealed class FastTimer(ITimer timer, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
