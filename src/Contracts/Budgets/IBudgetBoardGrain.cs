namespace BackendPlugins.Contracts.Budgets;

/// <summary>How the calls to services stand in the whole cluster, for operators' pages. One grain; key 0.</summary>
[Alias("bp.IBudgetBoardGrain")]
public interface IBudgetBoardGrain : IGrainWithIntegerKey
{
    /// <summary>Every budget and breaker that was in use lately. From memory, about a second old.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("read"), ResponseTimeout("00:00:05")]
    Task<BudgetBoard> ReadAsync(CancellationToken cancellationToken = default);
}
