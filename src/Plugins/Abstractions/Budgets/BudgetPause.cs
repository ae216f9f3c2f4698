namespace BackendPlugins;

/// <summary>
/// The pauses of one budget: after the service has asked for one, nobody calls until it is over and one call (the probe) has
/// shown that the service answers again. Not safe for threads.
/// </summary>
internal sealed class BudgetPause(string method, Func<double> random)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestAskedPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    /// <summary>Refusals that follow each other within this time are one; of several, only the first makes do with a lower rate.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(2);

    // A service that fails a tenth of its calls does not ask for a pause; one that answers 503 five times running does.
    private const int BusyAnswersToPause = 5;

    private TimeSpan _until;
    private TimeSpan? _refusedAt;
    private bool _paused;
    private bool _probing;
    private int _era;
    private int _pausesInARow;
    private int _busyInARow;

    /// <summary>How long nobody may call.</summary>
    public TimeSpan Left(TimeSpan now) => _paused && _until > now ? _until - now : TimeSpan.Zero;

    /// <summary>Why a call may not be made now; null where it may.</summary>
    public ServiceUnavailableException? Refusal(TimeSpan now) => !_paused
        ? null
        : _until > now ? HeldBack("the service asked for a pause", _until - now)
        : _probing ? HeldBack("waiting for the first answer after a pause", ProbePatience)
        : null;

    public (int Era, bool Probe) Admit()
    {
        _probing = _paused;
        return (_era, _probing);
    }

    /// <summary>The service answered: a pause that the call was begun under is over.</summary>
    public void Answered(int era)
    {
        _busyInARow = 0;
        if (era == _era)
        {
            _paused = _probing = false;
            _pausesInARow = 0;
        }
    }

    /// <summary>A refusal: the lower rate is tried before a pause, unless the service asks for one or refuses the lower rate too.</summary>
    public TimeSpan? Refused(int era, TimeSpan? asked, TimeSpan now)
    {
        if (asked is { } wanted)
        {
            return Begin(era, wanted, now);
        }

        if (_paused)
        {
            return Begin(era, null, now);
        }

        var first = _refusedAt is not { } earlier || now - earlier > Together;
        if (first)
        {
            _refusedAt = now;
            return null;
        }

        // Those that were under way when the first was refused.
        return now - _refusedAt < Together / 2 ? null : Begin(era, null, now);
    }

    /// <summary>The service is too busy. Counts only where it says so repeatedly.</summary>
    public TimeSpan? Busy(int era, TimeSpan now) =>
        ++_busyInARow >= BusyAnswersToPause || (_paused && era == _era) ? Begin(era, null, now) : null;

    /// <summary>The probe ended without an answer: the next call is the probe.</summary>
    public void ProbeLost(int era)
    {
        if (era == _era)
        {
            _probing = false;
        }
    }

    /// <summary>Another process was asked to wait.</summary>
    public void Share(TimeSpan left, TimeSpan now)
    {
        if (Left(now) < left)
        {
            Start(now + left);
        }
    }

    /// <summary>A pause, of our own choice where the service names no time.</summary>
    /// <returns>The time left.</returns>
    public TimeSpan Begin(int era, TimeSpan? asked, TimeSpan now)
    {
        if (era == _era)
        {
            var own = FirstPause * Math.Pow(2, Math.Min(_pausesInARow, 10));
            var pause = asked ?? (own < LongestOwnPause ? own : LongestOwnPause);
            pause = pause < LongestAskedPause ? pause : LongestAskedPause;
            Start(now + (pause * (1 + (0.2 * random()))));
            _pausesInARow++;
            _busyInARow = 0;
        }
        else if (asked is { } longer)
        {
            // Begun before the pause: it tells nothing new, except where it asks for more.
            var end = now + (longer < LongestAskedPause ? longer : LongestAskedPause);
            _until = _until > end ? _until : end;
        }

        return _until > now ? _until - now : TimeSpan.Zero;
    }

    public ServiceUnavailableException HeldBack(string why, TimeSpan wait) =>
        new(FormattableString.Invariant($"{method} not called: {why}; next try in {wait.TotalSeconds:0.0} s."))
        {
            OutcomeUnknown = false,
            RetryAfter = wait,
        };

    private void Start(TimeSpan until)
    {
        _until = until;
        _paused = true;
        _probing = false;
        _era++;
    }
}
