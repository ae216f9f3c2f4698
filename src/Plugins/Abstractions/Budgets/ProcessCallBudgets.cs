using System.Collections.Concurrent;

namespace BackendPlugins;

/// <summary>
/// The budgets of one process. By itself it keeps to the whole limits; a host with several processes reads what happens here
/// and leases each its share.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="random">A source of numbers from 0 to 1 that any thread may ask.</param>
public sealed class ProcessCallBudgets(TimeProvider time, Func<double> random) : ICallBudgets, IDisposable
{
    /// <summary>A budget that nobody has wanted for so long is forgotten.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<BudgetKey, BudgetLine> _lines = new();
    private readonly ConcurrentDictionary<(string Plugin, string Credential), CallGate> _gates = new();
    private readonly ConcurrentDictionary<(string Plugin, string Endpoint), EndpointBreaker> _breakers = new();
    private int _processes = 1;

    /// <summary>Called when the service has refused a call or asked for a pause, which other processes should hear of soon.</summary>
    public Action? Alarm { get; set; }

    /// <inheritdoc/>
    public async Task<ICallPermit> EnterAsync(BudgetedCall call, CancellationToken cancellationToken)
    {
        var line = LineOf(call.Budget, call.LimitPerSecond);
        var gate = GateOf(call);
        var breaker = BreakerOf(call);

        // An open breaker turns calls away before they wait for anything.
        if (breaker.Enter())
        {
            breaker.ProbeLost();
        }

        await line.WaitAsync(call.Priority, cancellationToken);
        await gate.WaitAsync(call.Priority, call.Budget.Method, cancellationToken);
        try
        {
            var (era, probe) = line.Admit();
            try
            {
                return new CallPermit(this, line, gate, breaker, era, probe, breaker.Enter());
            }
            catch (ServiceUnavailableException)
            {
                line.ProbeLost(era);
                throw;
            }
        }
        catch (ServiceUnavailableException)
        {
            gate.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public BudgetAllowance AllowanceOf(BudgetKey budget, double limitPerSecond) => LineOf(budget, limitPerSecond).Allowance();

    /// <summary>How every budget stands.</summary>
    public IReadOnlyList<BudgetReading> Read()
    {
        var readings = _lines.Values.Select(line => line.Read()).ToList();
        foreach (var idle in readings.Where(reading => reading.IdleFor > Forgotten && reading.Waiting == 0))
        {
            if (_lines.TryRemove(idle.Key, out var line))
            {
                line.Dispose();
            }
        }

        return readings;
    }

    /// <summary>How every breaker stands.</summary>
    public IReadOnlyList<BreakerReading> ReadBreakers() => [.. _breakers.Values.Select(breaker => breaker.Read())];

    /// <summary>Takes what the cluster leaves of a budget to this process.</summary>
    /// <param name="key">The budget.</param>
    /// <param name="lease">The share.</param>
    public void Lease(BudgetKey key, BudgetLease lease)
    {
        Volatile.Write(ref _processes, Math.Max(1, lease.Processes));
        if (_lines.TryGetValue(key, out var line))
        {
            line.Lease(lease);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var line in _lines.Values)
        {
            line.Dispose();
        }
    }

    private BudgetLine LineOf(BudgetKey key, double limit) => _lines.GetOrAdd(key, static (key, arguments) => new BudgetLine(key, arguments.limit, arguments.time, arguments.random), (limit, time, random));

    private CallGate GateOf(BudgetedCall call)
    {
        var places = Math.Max(1, call.MaxConcurrent / Volatile.Read(ref _processes));
        var gate = _gates.GetOrAdd((call.Budget.Plugin, call.Budget.Credential), static (_, arguments) => new CallGate(arguments.places, arguments.time), (places, time));
        gate.Bound(places);
        return gate;
    }

    private EndpointBreaker BreakerOf(BudgetedCall call) => _breakers.GetOrAdd(
        (call.Budget.Plugin, call.Endpoint),
        static (key, arguments) => new EndpointBreaker(key.Plugin, key.Endpoint, arguments.time, arguments.random),
        (time, random));

    /// <summary>A call that may be made.</summary>
    private sealed class CallPermit(
        ProcessCallBudgets owner, BudgetLine line, CallGate gate, EndpointBreaker breaker, int era, bool probe, bool tries) : ICallPermit
    {
        private bool _told;
        private bool _disposed;

        public void Answered()
        {
            _told = true;
            breaker.Succeeded();
            line.Answered(era);
        }

        public TimeSpan? Refused(TimeSpan? retryAfter)
        {
            _told = true;
            breaker.Succeeded();
            var pause = line.Refused(era, retryAfter);
            owner.Alarm?.Invoke();
            return pause;
        }

        public TimeSpan AskedToWait(TimeSpan pause)
        {
            _told = true;
            breaker.Succeeded();
            var left = line.AskedToWait(era, pause);
            owner.Alarm?.Invoke();
            return left;
        }

        public TimeSpan? Busy()
        {
            _told = true;
            breaker.Succeeded();
            return line.Busy(era);
        }

        public void Unreachable(string detail) => breaker.Failed(tries && !_told, detail);

        public void Dispose()
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            gate.Release();
            if (probe && !_told)
            {
                line.ProbeLost(era);
            }

            if (tries && !_told)
            {
                breaker.ProbeLost();
            }
        }
    }
}
