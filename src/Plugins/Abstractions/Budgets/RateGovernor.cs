namespace BackendPlugins;

/// <summary>
/// Finds the rate that a service accepts. It doubles each second until the service refuses; then it stays just under the rate
/// that was accepted, and comes back to it ever faster the longer nothing is refused, so that a limit that was low for a
/// while is forgotten. Not safe for threads.
/// </summary>
public sealed class RateGovernor
{
    /// <summary>After a refusal: this share of what was accepted.</summary>
    private const double Under = 0.9;

    /// <summary>A tenth of the limit to begin with, or this.</summary>
    private const double LowestFirstRate = 20;

    /// <summary>Refusals that go on cut the rate itself.</summary>
    private const double Cut = 0.75;

    /// <summary>Up to this share of the remembered limit the rate comes back at once.</summary>
    private const double Near = 0.95;

    /// <summary>The limit is not touched for this time after a refusal.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    /// <summary>Calls that are under way when a refusal comes say nothing new.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(1);

    private readonly double _floor;
    private readonly Queue<(TimeSpan At, TimeSpan Span, int Accepted)> _recent = new();
    private TimeSpan _last;
    private TimeSpan? _refusedAt;
    private bool _quietSinceCut = true;

    /// <summary>Begins.</summary>
    /// <param name="limit">The most calls per second, whatever the service accepts.</param>
    /// <param name="now">The time, from any origin.</param>
    public RateGovernor(double limit, TimeSpan now)
    {
        Limit = limit;
        Rate = Math.Min(limit, Math.Max(LowestFirstRate, limit / 10));
        _floor = Math.Min(limit, Math.Max(0.2, limit / 200));
        _last = now;
    }

    /// <summary>The most calls per second.</summary>
    public double Limit { get; private set; }

    /// <summary>Calls per second to make now.</summary>
    public double Rate { get; private set; }

    /// <summary>The rate at which the service refused; null while it has not.</summary>
    public double? Ceiling { get; private set; }

    /// <summary>Changes the limit.</summary>
    /// <param name="limit">The most calls per second.</param>
    public void Bound(double limit)
    {
        Limit = limit;
        Rate = Math.Min(Rate, limit);
    }

    /// <summary>Takes in what happened since the last time.</summary>
    /// <param name="now">The time, from the same origin.</param>
    /// <param name="accepted">Calls that the service took.</param>
    /// <param name="refused">Calls that it refused.</param>
    /// <param name="wanted">Whether more calls were wanted than the rate allowed, or nearly so.</param>
    public void Observe(TimeSpan now, int accepted, int refused, bool wanted)
    {
        var span = now - _last;
        _last = now;
        if (accepted > 0 || span > TimeSpan.Zero)
        {
            _recent.Enqueue((now, span, accepted));
        }

        while (_recent.Count > 1 && now - _recent.Peek().At > Echo)
        {
            _recent.Dequeue();
        }

        if (refused > 0)
        {
            Lower(now);
        }
        else if (wanted && span > TimeSpan.Zero)
        {
            Raise(now, Math.Min(span.TotalSeconds, 2));
        }

        _quietSinceCut |= refused == 0 && (_refusedAt is not { } cutAt || now - cutAt > Echo);
    }

    private void Lower(TimeSpan now)
    {
        if (_refusedAt is { } earlier && now - earlier < Echo)
        {
            return;
        }

        var seconds = _recent.Sum(part => part.Span.TotalSeconds);
        var measured = seconds >= 0.5 ? _recent.Sum(part => part.Accepted) / seconds : Rate * Cut;
        var accepted = Math.Min(Rate, measured);
        if (_quietSinceCut || accepted < Rate * Cut)
        {
            // A pause in between makes what was accepted look small: half of the rate is the least that one refusal costs.
            Ceiling = Math.Max(accepted, Rate / 2);
            Rate = Ceiling.Value * Under;
        }
        else
        {
            Rate *= Cut;
            Ceiling = Rate;
        }

        Rate = Math.Max(Rate, _floor);
        _refusedAt = now;
        _quietSinceCut = false;
    }

    private void Raise(TimeSpan now, double seconds)
    {
        if (Ceiling is not { } ceiling)
        {
            Rate = Math.Min(Limit, Rate * Math.Pow(2, seconds));
            return;
        }

        var near = Near * ceiling;
        if (Rate < near)
        {
            Rate = Math.Min(near, Rate + (0.1 * ceiling * seconds));
            return;
        }

        if (_refusedAt is not { } refusedAt || (now - refusedAt - Quiet).TotalSeconds is not (> 0 and var quiet))
        {
            return;
        }

        // A twentieth within 15 s, the half within 50, from then on a twentieth each second: the remembered limit is met gently and left behind quickly.
        var grown = Rate > ceiling * 1.5 ? Rate * Math.Pow(1.05, seconds) : ceiling * (Near + (0.00022 * quiet * quiet));
        Rate = Math.Min(Limit, Math.Max(Rate, grown));
        if (Rate >= Limit)
        {
            Ceiling = null;
        }
    }
}
