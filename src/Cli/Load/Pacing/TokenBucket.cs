namespace BackendPlugins.Cli.Load.Pacing;

/// <summary>
/// Lets calls through at a rate, and a burst of them before. It hands out moments instead of counting tokens, so that any rate
/// is kept exactly and callers are served in order.
/// </summary>
/// <param name="rate">Calls a second.</param>
/// <param name="burst">Calls that may come at once after a rest.</param>
/// <param name="time">Time.</param>
internal sealed class TokenBucket(double rate, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private readonly TimeSpan _step = TimeSpan.FromSeconds(1 / rate);

    // Long ago: the bucket is full at first.
    private TimeSpan _next = TimeSpan.MinValue;

    /// <summary>Waits for the caller's turn.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var earliest = now - (_step * (burst - 1));
            _next = (_next > earliest ? _next : earliest) + _step;
            wait = _next - _step - now;
        }

        return wait <= TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(Task.Delay(wait, time, cancellationToken));
    }
}
