using Orleans.Concurrency;

namespace BackendPlugins.Grains.Budgets;

/// <summary>Gives each silo its share of every budget. The same grain as <see cref="Contracts.Budgets.IBudgetBoardGrain"/>; key 0.</summary>
[Alias("bp.IBudgetLeasesGrain")]
internal interface IBudgetLeasesGrain : IGrainWithIntegerKey
{
    /// <summary>Takes in what a silo has done and answers what it may do next. Never on the path of a call.</summary>
    /// <param name="report">What it has done.</param>
    [Alias("report"), AlwaysInterleave, ResponseTimeout("00:00:03")]
    ValueTask<BudgetShares> ReportAsync(BudgetReport report);
}
