using BackendPlugins.Contracts.Budgets;

namespace BackendPlugins.Grains.Budgets;

/// <summary>
/// The budgets of the whole cluster, in memory. Where it is lost, silos keep to equal parts of the limits until the next one has
/// heard of them.
/// </summary>
[GrainType("budgets")]
[KeepAlive]
internal sealed class BudgetGrain(TimeProvider time) : Grain, IBudgetBoardGrain, IBudgetLeasesGrain
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(6);

    private readonly Dictionary<BudgetKey, ClusterBudget> _budgets = [];
    private readonly Dictionary<string, (TimeSpan At, IReadOnlyList<BreakerView> Breakers)> _silos = [];
    private readonly long _start = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <inheritdoc/>
    public ValueTask<BudgetShares> ReportAsync(BudgetReport report)
    {
        var now = Now;
        _silos[report.Silo] = (now, report.Breakers);
        Forget(now);
        var shares = new List<BudgetShare>(report.Budgets.Count);
        foreach (var use in report.Budgets)
        {
            var budget = BudgetOf(use, now);
            budget.Report(report.Silo, use, now);
            shares.Add(budget.ShareOf(report.Silo, now));
        }

        return ValueTask.FromResult(new BudgetShares(_silos.Count, shares));
    }

    /// <inheritdoc/>
    public Task<BudgetBoard> ReadAsync(CancellationToken cancellationToken = default)
    {
        var (now, clock) = (Now, time.GetUtcNow());
        Forget(now);
        return Task.FromResult(new BudgetBoard(
            clock,
            [
                .. _budgets.Values.Select(budget => budget.View(now, clock))
                    .OrderBy(view => view.Plugin, StringComparer.Ordinal).ThenBy(view => view.Project, StringComparer.Ordinal)
                    .ThenBy(view => view.Method, StringComparer.Ordinal).ThenBy(view => view.Credential, StringComparer.Ordinal),
            ],
            [
                .. _silos.Values.SelectMany(silo => silo.Breakers)
                    .OrderBy(view => view.Plugin, StringComparer.Ordinal).ThenBy(view => view.Endpoint, StringComparer.Ordinal)
                    .ThenBy(view => view.Silo, StringComparer.Ordinal),
            ]));
    }

    private ClusterBudget BudgetOf(BudgetUse use, TimeSpan now)
    {
        if (!_budgets.TryGetValue(use.Key, out var budget))
        {
            _budgets[use.Key] = budget = new ClusterBudget(use.Key, use.LimitPerSecond, now);
        }

        return budget;
    }

    private void Forget(TimeSpan now)
    {
        foreach (var gone in _silos.Where(silo => now - silo.Value.At > Gone).Select(silo => silo.Key).ToList())
        {
            _silos.Remove(gone);
        }

        foreach (var idle in _budgets.Values.Where(budget => now - budget.UsedAt > Forgotten).Select(budget => budget.Key).ToList())
        {
            _budgets.Remove(idle);
        }
    }
}
