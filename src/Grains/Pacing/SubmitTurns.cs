using System.Collections.Concurrent;

namespace BackendPlugins.Grains.Pacing;

/// <summary>
/// The lines in which jobs of this silo wait to be submitted: one for each budget, so that the thousands of one project do not
/// delay another's; within it in the order of their arrival. Nothing has been sent for a job that waits, and nothing stored.
/// </summary>
internal sealed class SubmitTurns(ICallBudgets budgets, TimeProvider time)
{
    private readonly ConcurrentDictionary<BudgetKey, Line> _lines = new();

    /// <summary>Takes a place in line; null where the job need not wait.</summary>
    public SubmitTurn? Join(IBackendPlugin plugin, PluginJob job, DateTimeOffset arrivedAt)
    {
        if (plugin is not IPacesSubmits paces || paces.LineOf(job) is not { } told)
        {
            return null;
        }

        var line = _lines.GetOrAdd(told.Budget, _ => new Line(new Turnstile(time)));
        line.Told = told;
        return new SubmitTurn(line.Gate.Join(arrivedAt.UtcTicks, AllowanceOf(told), line.Room()), told.Place);
    }

    /// <summary>Counts a job among those that wait or run at the service.</summary>
    /// <returns>Ends the counting; null where nobody counts them.</returns>
    public IDisposable? Activate(IBackendPlugin plugin, PluginJob job) =>
        plugin is IPacesSubmits paces && paces.LineOf(job) is { MostActive: not null } told
            ? new Activity(_lines.GetOrAdd(told.Budget, _ => new Line(new Turnstile(time)) { Told = told }))
            : null;

    /// <summary>How the lines stand.</summary>
    public IReadOnlyList<SubmitLineReading> Read() =>
        [.. _lines.Select(pair => new SubmitLineReading(pair.Key, pair.Value.Gate.Waiting, pair.Value.Active + pair.Value.Gate.Inside, pair.Value.Told?.MostActive))];

    /// <summary>Moves the lines on after budgets or bounds have changed.</summary>
    /// <param name="key">The line's budget.</param>
    /// <param name="mostActive">The most jobs of this silo that may wait or run at the service; null for no bound.</param>
    public void Renew(BudgetKey key, int? mostActive)
    {
        if (_lines.TryGetValue(key, out var line) && line.Told is { } told)
        {
            line.Share = mostActive;
            line.Gate.Renew(AllowanceOf(told), line.Room());
        }
    }

    /// <summary>Goes on with equal parts of the bounds where the cluster cannot be reached.</summary>
    /// <param name="silos">How many silos there were.</param>
    public void RenewAlone(int silos)
    {
        foreach (var (key, line) in _lines)
        {
            Renew(key, line.Told?.MostActive is { } most ? Math.Max(1, most / Math.Max(1, silos)) : null);
        }
    }

    private BudgetAllowance AllowanceOf(SubmitLine line) => budgets.AllowanceOf(line.Budget, line.LimitPerSecond);

    private sealed class Line(Turnstile gate)
    {
        private int _active;

        public Turnstile Gate => gate;

        public SubmitLine? Told { get; set; }

        /// <summary>This silo's share of the bound; null before the cluster has told it.</summary>
        public int? Share { get; set; }

        public int Active => Volatile.Read(ref _active);

        // Before the cluster has told a share nobody knows what others do.
        public int Room() => Told?.MostActive is null ? int.MaxValue : Math.Max(0, (Share ?? 0) - Active);

        public void Count(int change)
        {
            Interlocked.Add(ref _active, change);

            // At once: the place that a submitted job leaves in line is not free before it is counted here.
            gate.Bound(Room());
        }
    }

    private sealed class Activity : IDisposable
    {
        private Line? _line;

        public Activity(Line line)
        {
            _line = line;
            line.Count(1);
        }

        public void Dispose() => Interlocked.Exchange(ref _line, null)?.Count(-1);
    }
}

/// <summary>How a line stands in one silo.</summary>
/// <param name="Key">Its budget.</param>
/// <param name="Waiting">Jobs that wait.</param>
/// <param name="Active">Jobs being submitted, waiting or running at the service; those that are not counted left out.</param>
/// <param name="MostActive">The bound for all silos together; null for none.</param>
internal sealed record SubmitLineReading(BudgetKey Key, int Waiting, int Active, int? MostActive);

/// <summary>A job's place in line.</summary>
internal sealed class SubmitTurn(Turnstile.Place place, string where) : IDisposable
{
    /// <summary>Whether the job still waits.</summary>
    public bool IsWaiting => !place.IsInside;

    /// <summary>Waits for the job's turn.</summary>
    public Task ComesAsync(CancellationToken cancellationToken) => place.TurnAsync(cancellationToken);

    /// <summary>What people are told.</summary>
    public string Message() => $"waiting for its turn: {place.CountAhead()} ahead in {where}";

    public void Dispose() => place.Dispose();
}
