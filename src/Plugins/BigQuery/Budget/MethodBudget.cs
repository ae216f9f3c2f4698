using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

/// <summary>
/// The budget of one method: calls are spaced to a rate, and after the service has asked for a pause nobody calls until
/// it is over and one call (the probe) has shown that the service answers again.
/// </summary>
internal sealed partial class MethodBudget
{
    /// <summary>Longer than this nobody waits in line; the caller is told when to come back instead.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestPromise = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestAskedPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    // A service that fails a tenth of its calls does not ask for a pause; one that answers 503 five times running does.
    private const int BusyAnswersToPause = 5;

    // Rate plus burst stay below the quota: 80 + 16 of 100.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(0.2);

    private readonly Lock _lock = new();
    private readonly string _method;
    private readonly TimeSpan _spacing;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly ILogger _logger;
    private readonly long _start;
    private TimeSpan _nextSlot;
    private TimeSpan _nextPromise;
    private TimeSpan _pausedUntil;
    private bool _paused;
    private bool _probing;
    private int _era;
    private int _pausesInARow;
    private int _busyInARow;

    public MethodBudget(string method, double perSecond, TimeProvider time, Func<double> random, ILogger logger)
    {
        _method = method;
        _spacing = TimeSpan.FromSeconds(1 / perSecond);
        _time = time;
        _random = random;
        _logger = logger;
        _start = time.GetTimestamp();
        _nextSlot = -Burst;
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Takes the next free slot and returns how long to wait for it.</summary>
    /// <exception cref="ServiceUnavailableException">The slot is too far off, or the method is paused. Nothing is taken.</exception>
    public TimeSpan TakeSlot()
    {
        lock (_lock)
        {
            var now = Now;
            ThrowIfPaused(now);
            var slot = Max(_nextSlot, now - Burst);
            if (slot - now > LongestWait)
            {
                // Those who are sent away get times one after the other, so that they do not all come back together.
                _nextPromise = Max(_nextPromise, slot) + _spacing;
                var wait = _nextPromise - now;
                throw HeldBack("the call budget is used up", wait < LongestPromise ? wait : LongestPromise);
            }

            _nextSlot = slot + _spacing;
            return Max(slot - now, TimeSpan.Zero);
        }
    }

    /// <summary>Lets a call through whose slot has come. While the method is paused, one call is the probe.</summary>
    /// <exception cref="ServiceUnavailableException">The method is paused.</exception>
    public (int Era, bool Probe) Admit()
    {
        lock (_lock)
        {
            ThrowIfPaused(Now);
            _probing = _paused;
            return (_era, _probing);
        }
    }

    /// <summary>The service answered: a pause that the call was begun under is over.</summary>
    public void Answered(int era)
    {
        lock (_lock)
        {
            _busyInARow = 0;
            if (era == _era)
            {
                _paused = _probing = false;
                _pausesInARow = 0;
            }
        }
    }

    /// <summary>The service is too busy. Counts only where it says so repeatedly.</summary>
    /// <returns>The pause that follows; null for none.</returns>
    public TimeSpan? Busy(int era)
    {
        lock (_lock)
        {
            return ++_busyInARow >= BusyAnswersToPause || (_paused && era == _era) ? Pause(era, asked: null) : null;
        }
    }

    /// <summary>The service asked for a pause.</summary>
    /// <param name="era">The call's era.</param>
    /// <param name="asked">How long; null where it did not say.</param>
    /// <returns>The time left.</returns>
    public TimeSpan AskedToWait(int era, TimeSpan? asked)
    {
        lock (_lock)
        {
            return Pause(era, asked);
        }
    }

    /// <summary>The probe ended without an answer: the next call is the probe.</summary>
    public void ProbeLost(int era)
    {
        lock (_lock)
        {
            if (era == _era)
            {
                _probing = false;
            }
        }
    }

    private TimeSpan Pause(int era, TimeSpan? asked)
    {
        var now = Now;
        if (era == _era)
        {
            var own = FirstPause * Math.Pow(2, Math.Min(_pausesInARow, 10));
            var pause = asked ?? (own < LongestOwnPause ? own : LongestOwnPause);
            pause = pause < LongestAskedPause ? pause : LongestAskedPause;
            _pausedUntil = now + (pause * (1 + (0.2 * _random())));
            _paused = true;
            _probing = false;
            _pausesInARow++;
            _era++;
            _busyInARow = 0;
            LogPaused(_method, (_pausedUntil - now).TotalSeconds);
        }
        else if (asked is { } longer)
        {
            // Begun before the pause: it tells nothing new, except where it asks for more.
            _pausedUntil = Max(_pausedUntil, now + (longer < LongestAskedPause ? longer : LongestAskedPause));
        }

        return Max(_pausedUntil - now, TimeSpan.Zero);
    }

    private void ThrowIfPaused(TimeSpan now)
    {
        if (!_paused)
        {
            return;
        }

        if (_pausedUntil > now)
        {
            throw HeldBack("the service asked for a pause", _pausedUntil - now);
        }

        if (_probing)
        {
            throw HeldBack("waiting for the first answer after a pause", ProbePatience);
        }
    }

    private ServiceUnavailableException HeldBack(string why, TimeSpan wait) =>
        new(FormattableString.Invariant($"{_method} not called: {why}; next try in {wait.TotalSeconds:0.0} s."))
        {
            OutcomeUnknown = false,
            RetryAfter = wait,
        };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
