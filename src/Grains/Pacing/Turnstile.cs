namespace BackendPlugins.Grains.Pacing;

/// <summary>
/// Lets through as many as a budget can serve within a second; the others wait, without limit of time, in order. Each that has
/// been through makes room for the next, so the line moves at the pace of the service.
/// </summary>
internal sealed class Turnstile(TimeProvider time)
{
    private static readonly TimeSpan Counting = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SortedSet<Place> _waiting = new(Place.InOrder);
    private int _inside;
    private int _room = 1;
    private int _most = int.MaxValue;
    private TimeSpan _pausedUntil;
    private ITimer? _timer;
    private long _arrivals;
    private TimeSpan _countedAt = TimeSpan.MinValue;
    private readonly long _start = time.GetTimestamp();

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>How many are inside.</summary>
    public int Inside => Volatile.Read(ref _inside);

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Takes a place in line.</summary>
    /// <param name="order">Who has the smaller number goes first; equal ones in the order of arrival.</param>
    /// <param name="allowance">What the budget allows now.</param>
    /// <param name="most">The most that may be inside, whatever the budget allows.</param>
    public Place Join(long order, BudgetAllowance allowance, int most = int.MaxValue)
    {
        lock (_lock)
        {
            var place = new Place(this, order, _arrivals++);
            _waiting.Add(place);
            Admit(allowance, most);
            return place;
        }
    }

    /// <summary>Takes in what the budget allows now.</summary>
    public void Renew(BudgetAllowance allowance, int most = int.MaxValue)
    {
        lock (_lock)
        {
            Admit(allowance, most);
        }
    }

    /// <summary>Changes the bound alone.</summary>
    public void Bound(int most)
    {
        lock (_lock)
        {
            _most = most;
            Serve();
        }
    }

    private void Admit(BudgetAllowance allowance, int most)
    {
        (_room, _most) = (Math.Max(1, (int)allowance.PerSecond), most);
        _pausedUntil = Now + allowance.PausedFor;
        Serve();
    }

    private void Serve()
    {
        var left = _pausedUntil - Now;
        if (left > TimeSpan.Zero)
        {
            if (_waiting.Count > 0)
            {
                _timer ??= time.CreateTimer(static self => ((Turnstile)self!).AfterPause(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(left, Timeout.InfiniteTimeSpan);
            }

            return;
        }

        while (_inside < Math.Min(_room, _most) && _waiting.Min is { } next)
        {
            _waiting.Remove(next);
            _inside++;
            next.Enter();
        }
    }

    private void AfterPause()
    {
        lock (_lock)
        {
            Serve();
        }
    }

    private void Leave(Place place, bool wasInside)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(place) && wasInside)
            {
                _inside--;
            }

            Serve();
        }
    }

    private void Count()
    {
        lock (_lock)
        {
            var now = Now;
            if (_countedAt != TimeSpan.MinValue && now - _countedAt < Counting)
            {
                return;
            }

            _countedAt = now;
            var ahead = 0;
            foreach (var place in _waiting)
            {
                place.Ahead = ahead++;
            }
        }
    }

    /// <summary>A place in line; disposed by whoever has been through or gives up.</summary>
    public sealed class Place(Turnstile line, long order, long arrival) : IDisposable
    {
        private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left;

        public static IComparer<Place> InOrder { get; } = Comparer<Place>.Create((a, b) => (a.Order, a.Arrival).CompareTo((b.Order, b.Arrival)));

        /// <summary>How many go before this one, about a second old.</summary>
        public int Ahead { get; set; }

        private long Order => order;

        private long Arrival => arrival;

        /// <summary>Whether its turn has come.</summary>
        public bool IsInside => _turn.Task.IsCompleted;

        /// <summary>Waits for its turn.</summary>
        public Task TurnAsync(CancellationToken cancellationToken) => _turn.Task.WaitAsync(cancellationToken);

        /// <summary>How many go before this one.</summary>
        public int CountAhead()
        {
            line.Count();
            return Ahead;
        }

        public void Enter() => _turn.TrySetResult();

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                line.Leave(this, _turn.Task.IsCompleted);
            }
        }
    }
}
