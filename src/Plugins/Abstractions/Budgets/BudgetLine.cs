namespace BackendPlugins;

/// <summary>
/// The calls of one budget in this process: at the allowed rate, the more urgent first. Nobody waits longer than a few seconds;
/// who would is told when to come back.
/// </summary>
internal sealed class BudgetLine : IDisposable
{
    /// <summary>Longer than this nobody waits in line.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestPromise = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Observing = TimeSpan.FromSeconds(0.25);

    /// <summary>A token that is whole but for the rounding of sums.</summary>
    private const double Whole = 1 - 1e-6;

    // Rate plus burst stay below the quota: 80 + 16 of 100.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(0.2);

    private readonly Lock _lock = new();
    private readonly WaitingCalls _waiting = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly RateGovernor _governor;
    private readonly BudgetPause _pause;
    private BudgetLease? _lease;
    private TimeSpan _leasedAt;
    private double _leaseCut = 1;
    private double _tokens;
    private TimeSpan _filledAt;
    private TimeSpan _observedAt;
    private TimeSpan _nextPromise;
    private TimeSpan _usedAt;
    private int _accepted;
    private int _refused;
    private bool _wanted;
    private long _calls;
    private long _refusals;
    private long _heldBack;

    public BudgetLine(BudgetKey key, double limit, TimeProvider time, Func<double> random)
    {
        Key = key;
        _time = time;
        _start = time.GetTimestamp();
        _governor = new RateGovernor(limit, TimeSpan.Zero);
        _pause = new BudgetPause(key.Method, random);
        _tokens = Depth(RateAt(TimeSpan.Zero));
        _timer = time.CreateTimer(static self => ((BudgetLine)self!).Serve(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public BudgetKey Key { get; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Waits for a turn and for the end of a pause's probe.</summary>
    /// <returns>The era that the call is made in, and whether it is the probe.</returns>
    /// <exception cref="ServiceUnavailableException">Not now.</exception>
    public async Task WaitAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        WaitingCall waiter;
        lock (_lock)
        {
            var now = Now;
            _usedAt = now;
            Fill(now);
            ThrowIfPaused(now);
            var ahead = _waiting.From(priority);
            if (ahead == 0 && _tokens >= Whole)
            {
                _tokens--;
                return;
            }

            _wanted = true;
            var rate = RateAt(now);
            var wait = TimeSpan.FromSeconds(Math.Min((ahead + 1 - _tokens) / rate, 3600));
            if (wait > LongestWait)
            {
                // Those who are sent away get times one after the other, so that they do not all come back together.
                var promise = (_nextPromise > now + wait ? _nextPromise : now + wait) + TimeSpan.FromSeconds(1 / rate);
                _nextPromise = promise - now < LongestPromise ? promise : now + wait;
                _heldBack++;
                throw _pause.HeldBack("the call budget is used up", Min(promise - now, LongestPromise));
            }

            waiter = _waiting.Add(priority);
            Arm(now);
        }

        await using var leave = cancellationToken.UnsafeRegister(static state => ((Action)state!)(), () => Leave(waiter, cancellationToken));
        await waiter.Turn.Task;
    }

    /// <summary>Lets a call through whose turn has come. While the budget is paused, one call is the probe.</summary>
    /// <exception cref="ServiceUnavailableException">The budget is paused.</exception>
    public (int Era, bool Probe) Admit()
    {
        lock (_lock)
        {
            ThrowIfPaused(Now);
            _calls++;
            return _pause.Admit();
        }
    }

    public void Answered(int era)
    {
        lock (_lock)
        {
            _accepted++;
            _pause.Answered(era);
            Observe(Now);
        }
    }

    public TimeSpan? Refused(int era, TimeSpan? asked)
    {
        lock (_lock)
        {
            var now = Now;
            _refused++;
            _refusals++;
            _wanted = true;
            _tokens = Math.Min(_tokens, 0);

            // Until the next lease this process goes on with half of its share.
            _leaseCut = 0.5;
            Observe(now);
            var pause = _pause.Refused(era, asked, now);
            SendAwayIfPaused(now);
            return pause;
        }
    }

    public TimeSpan AskedToWait(int era, TimeSpan pause) => Paused(now => _pause.Begin(era, pause, now));

    public TimeSpan? Busy(int era) => Paused(now => _pause.Busy(era, now));

    public void ProbeLost(int era)
    {
        lock (_lock)
        {
            _pause.ProbeLost(era);
        }
    }

    public BudgetAllowance Allowance()
    {
        lock (_lock)
        {
            var now = Now;
            return new BudgetAllowance(RateAt(now), _pause.Left(now));
        }
    }

    /// <summary>What has happened, for the cluster's budget.</summary>
    public BudgetReading Read()
    {
        lock (_lock)
        {
            var now = Now;
            return new BudgetReading(Key, _governor.Limit)
            {
                Calls = _calls,
                Refused = _refusals,
                HeldBack = _heldBack,
                Waiting = _waiting.Count,
                IsWanted = IsWanted(now),
                PerSecond = RateAt(now),
                PausedFor = _pause.Left(now),
                IdleFor = now - _usedAt,
            };
        }
    }

    /// <summary>What the cluster leaves to this process.</summary>
    public void Lease(BudgetLease lease)
    {
        lock (_lock)
        {
            var now = Now;
            Fill(now);
            (_lease, _leasedAt, _leaseCut, _wanted) = (lease, now, 1, _waiting.Count > 0);
            if (lease.PausedFor > TimeSpan.Zero)
            {
                _pause.Share(lease.PausedFor, now);
                SendAwayIfPaused(now);
            }

            Arm(now);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static double Depth(double rate) => Math.Max(1, Burst.TotalSeconds * rate + 1);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>The cluster's share while it is fresh; afterwards what this process has found itself, less what others may use.</summary>
    private double RateAt(TimeSpan now) => _lease switch
    {
        null => _governor.Rate,
        { } lease when now - _leasedAt < lease.GoodFor => Math.Max(lease.PerSecond * _leaseCut, 0.01),
        { } lease => Math.Min(_governor.Rate, _governor.Limit / Math.Max(1, lease.Processes)),
    };

    private void Fill(TimeSpan now)
    {
        var rate = RateAt(now);
        _tokens = Math.Min(Depth(rate), _tokens + ((now - _filledAt).TotalSeconds * rate));
        _filledAt = now;
        Observe(now);
    }

    private bool IsWanted(TimeSpan now) => _wanted || _waiting.Count > 0 || _tokens + ((now - _filledAt).TotalSeconds * RateAt(now)) < Depth(RateAt(now)) * 0.4;

    private void Observe(TimeSpan now)
    {
        if (_refused > 0 || now - _observedAt >= Observing)
        {
            _governor.Observe(now, _accepted, _refused, IsWanted(now));
            (_accepted, _refused, _observedAt) = (0, 0, now);
            _wanted = _waiting.Count > 0;
        }
    }

    private void Serve()
    {
        lock (_lock)
        {
            var now = Now;
            Fill(now);
            while (_tokens >= Whole && _waiting.Next() is { } next)
            {
                _tokens--;
                next.Go();
            }

            Arm(now);
        }
    }

    private void Arm(TimeSpan now)
    {
        if (_waiting.Count > 0)
        {
            var wait = Math.Max(0, (1 - _tokens) / RateAt(now));
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(wait, 60) * 1000)), Timeout.InfiniteTimeSpan);
        }
    }

    private void Leave(WaitingCall waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            waiter.GiveUp(new OperationCanceledException(cancellationToken));
        }
    }

    private void SendAwayIfPaused(TimeSpan now)
    {
        var left = _pause.Left(now);
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        while (_waiting.Next() is { } next)
        {
            _heldBack++;
            next.GiveUp(_pause.HeldBack("the service asked for a pause", left));
        }
    }

    private T Paused<T>(Func<TimeSpan, T> begin)
    {
        lock (_lock)
        {
            var now = Now;
            var left = begin(now);
            SendAwayIfPaused(now);
            return left;
        }
    }

    private void ThrowIfPaused(TimeSpan now)
    {
        if (_pause.Refusal(now) is { } refusal)
        {
            _heldBack++;
            throw refusal;
        }
    }
}
