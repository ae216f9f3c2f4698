namespace BackendPlugins;

/// <summary>
/// Holds calls back from an endpoint where nobody answers: after several failures in a row none goes there for a while, then
/// one call tries it.
/// </summary>
internal sealed class EndpointBreaker(string plugin, string endpoint, TimeProvider time, Func<double> random)
{
    private const int FailuresToOpen = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private int _failures;
    private int _openings;
    private bool _probing;
    private TimeSpan _openUntil;
    private string? _lastFailure;

    private TimeSpan Now => time.GetElapsedTime(_start);

    private bool IsOpen => _openings > 0;

    /// <summary>Lets a call through.</summary>
    /// <returns>Whether it is the one that tries the endpoint.</returns>
    /// <exception cref="ServiceUnavailableException">Nobody answers there.</exception>
    public bool Enter()
    {
        lock (_lock)
        {
            if (!IsOpen)
            {
                return false;
            }

            var left = _openUntil - Now;
            if (left > TimeSpan.Zero || _probing)
            {
                var wait = left > TimeSpan.Zero ? left : ProbePatience;
                throw new ServiceUnavailableException(
                    FormattableString.Invariant($"{endpoint} not called: nobody answers there ({_lastFailure}); next try in {wait.TotalSeconds:0.0} s."))
                {
                    OutcomeUnknown = false,
                    RetryAfter = wait,
                };
            }

            return _probing = true;
        }
    }

    /// <summary>Somebody answered.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            (_failures, _openings, _probing) = (0, 0, false);
        }
    }

    /// <summary>Nobody answered.</summary>
    public void Failed(bool probe, string detail)
    {
        lock (_lock)
        {
            _failures++;
            _lastFailure = detail;
            if (probe || (!IsOpen && _failures >= FailuresToOpen))
            {
                var pause = FirstPause * Math.Pow(2, Math.Min(_openings, 10));
                _openUntil = Now + ((pause < LongestPause ? pause : LongestPause) * (1 + (0.2 * random())));
                _openings++;
                _probing = false;
            }
        }
    }

    /// <summary>The probe ended without saying anything: the next call is the probe.</summary>
    public void ProbeLost()
    {
        lock (_lock)
        {
            _probing = false;
        }
    }

    public BreakerReading Read()
    {
        lock (_lock)
        {
            var left = _openUntil - Now;
            return new BreakerReading(plugin, endpoint, IsOpen, _probing, _failures, IsOpen && left > TimeSpan.Zero ? left : TimeSpan.Zero, _lastFailure);
        }
    }
}
