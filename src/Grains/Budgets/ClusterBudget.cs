using BackendPlugins.Contracts.Budgets;

namespace BackendPlugins.Grains.Budgets;

/// <summary>One budget of the whole cluster: its rate, and who uses it.</summary>
internal sealed class ClusterBudget(BudgetKey key, double limit, TimeSpan now)
{
    /// <summary>A silo that has not reported for so long has no share.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(6);

    /// <summary>Every silo keeps this part of an equal share, so that one that was idle can begin at once.</summary>
    private const double KeptShare = 0.2;

    private readonly Dictionary<string, Use> _uses = [];
    private readonly RateGovernor _governor = new(limit, now);
    private TimeSpan _pausedUntil;

    public BudgetKey Key => key;

    /// <summary>When somebody last wanted to call.</summary>
    public TimeSpan UsedAt { get; private set; } = now;

    /// <summary>Takes in a silo's use.</summary>
    public void Report(string silo, BudgetUse told, TimeSpan now)
    {
        if (!_uses.TryGetValue(silo, out var use))
        {
            // What it did before is known to nobody: its rate counts from here.
            _uses[silo] = use = new Use(told, now);
        }

        var (calls, refused) = use.Advance(told, now);
        if (told.LimitPerSecond != _governor.Limit)
        {
            _governor.Bound(told.LimitPerSecond);
        }

        if (told.PausedFor > TimeSpan.Zero)
        {
            _pausedUntil = now + told.PausedFor > _pausedUntil ? now + told.PausedFor : _pausedUntil;
        }

        foreach (var gone in _uses.Where(other => now - other.Value.At > Gone).Select(other => other.Key).ToList())
        {
            _uses.Remove(gone);
        }

        UsedAt = calls > 0 || told.Waiting > 0 || told.JobsWaiting > 0 ? now : UsedAt;
        _governor.Observe(now, Math.Max(0, calls - refused), refused, _uses.Values.Any(other => other.Told.IsWanted || other.Told.JobsWaiting > 0));
    }

    /// <summary>What a silo may do, by what it and the others want.</summary>
    public BudgetShare ShareOf(string silo, TimeSpan now)
    {
        var wants = _uses.Values.Sum(use => use.Wish);
        var own = _uses[silo];
        var equal = 1.0 / _uses.Count;
        var share = wants <= 0 ? equal : (KeptShare * equal) + ((1 - KeptShare) * (own.Wish / wants));
        return new BudgetShare(_governor.Rate * share, _pausedUntil > now ? _pausedUntil - now : TimeSpan.Zero, ActiveShareOf(own));
    }

    public BudgetView View(TimeSpan now, DateTimeOffset clock) => new(key.Plugin, key.Credential, key.Project, key.Method)
    {
        LimitPerSecond = _governor.Limit,
        RatePerSecond = _governor.Rate,
        UsedPerSecond = _uses.Values.Sum(use => use.PerSecond),
        Waiting = _uses.Values.Sum(use => use.Told.Waiting),
        JobsWaiting = _uses.Values.Sum(use => use.Told.JobsWaiting),
        Refused = _uses.Values.Sum(use => use.Told.Refused),
        Calls = _uses.Values.Sum(use => use.Told.Calls),
        PausedUntil = _pausedUntil > now ? clock + (_pausedUntil - now) : null,
        RefusedAtRate = _governor.Ceiling,
    };

    /// <summary>What is active stays; the free places go to those who have jobs waiting.</summary>
    private int? ActiveShareOf(Use own)
    {
        if (own.Told.MostActive is not { } most)
        {
            return null;
        }

        // What another silo was left counts as used until it tells otherwise, so the bound holds whoever asks first.
        var others = _uses.Values.Where(use => use != own).Sum(use => Math.Max(use.Told.JobsActive, use.LeftActive));
        var free = Math.Max(0, most - own.Told.JobsActive - others);
        var waiting = Math.Max(1, _uses.Values.Sum(use => use.Told.JobsWaiting));
        var part = (int)Math.Ceiling((double)free * own.Told.JobsWaiting / waiting);

        // A job that has just been submitted may be told twice.
        return own.LeftActive = Math.Min(Math.Max(0, most - others), own.Told.JobsActive + part);
    }

    /// <summary>A silo's use.</summary>
    private sealed class Use(BudgetUse told, TimeSpan at)
    {
        public BudgetUse Told { get; private set; } = told;

        public TimeSpan At { get; private set; } = at;

        public double PerSecond { get; private set; }

        /// <summary>The most active jobs that it was last left.</summary>
        public int LeftActive { get; set; }

        /// <summary>How much it would use: what it uses, and what waits.</summary>
        public double Wish => PerSecond + Told.Waiting + Told.JobsWaiting;

        public (int Calls, int Refused) Advance(BudgetUse told, TimeSpan now)
        {
            // A silo of the same name that counts anew has restarted.
            var calls = (int)Math.Max(0, told.Calls - Told.Calls);
            var refused = (int)Math.Max(0, told.Refused - Told.Refused);
            var seconds = (now - At).TotalSeconds;
            if (seconds > 0)
            {
                var weight = 1 - Math.Exp(-seconds);
                PerSecond += weight * ((calls / seconds) - PerSecond);
            }

            (Told, At) = (told, now);
            return (calls, refused);
        }
    }
}
