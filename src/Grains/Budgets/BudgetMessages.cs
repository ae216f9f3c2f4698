using BackendPlugins.Contracts.Budgets;

namespace BackendPlugins.Grains.Budgets;

/// <summary>What happened in one silo.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Budgets">Its budgets.</param>
/// <param name="Breakers">Its breakers.</param>
[GenerateSerializer, Alias("bp.BudgetReport"), Immutable]
internal sealed record BudgetReport(
    [property: Id(0)] string Silo, [property: Id(1)] IReadOnlyList<BudgetUse> Budgets, [property: Id(2)] IReadOnlyList<BreakerView> Breakers);

/// <summary>How a budget is used in one silo. Counts go on from the silo's start.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Credential">As whom.</param>
/// <param name="Project">Where.</param>
/// <param name="Method">What.</param>
[GenerateSerializer, Alias("bp.BudgetUse"), Immutable]
internal sealed record BudgetUse(
    [property: Id(0)] string Plugin, [property: Id(1)] string Credential, [property: Id(2)] string Project, [property: Id(3)] string Method)
{
    [Id(4)]
    public double LimitPerSecond { get; init; }

    [Id(5)]
    public long Calls { get; init; }

    [Id(6)]
    public long Refused { get; init; }

    [Id(7)]
    public int Waiting { get; init; }

    [Id(8)]
    public bool IsWanted { get; init; }

    [Id(9)]
    public TimeSpan PausedFor { get; init; }

    /// <summary>Jobs that wait to be submitted.</summary>
    [Id(10)]
    public int JobsWaiting { get; init; }

    /// <summary>Jobs that are counted as waiting or running at the service.</summary>
    [Id(11)]
    public int JobsActive { get; init; }

    /// <summary>The most of these in the cluster; null for no bound.</summary>
    [Id(12)]
    public int? MostActive { get; init; }

    public BudgetKey Key => new(Plugin, Credential, Project, Method);
}

/// <summary>The shares of one silo, in the order of its report.</summary>
/// <param name="Silos">How many silos report.</param>
/// <param name="Shares">The shares.</param>
[GenerateSerializer, Alias("bp.BudgetShares"), Immutable]
internal sealed record BudgetShares([property: Id(0)] int Silos, [property: Id(1)] IReadOnlyList<BudgetShare> Shares);

/// <summary>What a silo may do until its next report.</summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="PausedFor">How long nobody calls; zero for no pause.</param>
/// <param name="MostActive">The most of its jobs that may wait or run at the service; null for no bound.</param>
[GenerateSerializer, Alias("bp.BudgetShare"), Immutable]
internal readonly record struct BudgetShare(
    [property: Id(0)] double PerSecond, [property: Id(1)] TimeSpan PausedFor, [property: Id(2)] int? MostActive);
