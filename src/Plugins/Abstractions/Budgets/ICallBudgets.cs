namespace BackendPlugins;

/// <summary>
/// Keeps calls to services within their quotas, for all processes of a cluster together; provided by the host. A budget
/// finds the service's real limit by its refusals where that is lower than the configured one.
/// </summary>
public interface ICallBudgets
{
    /// <summary>Waits for leave to make one call, a few seconds at most. More urgent calls go first.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Gives up the place.</param>
    /// <returns>The leave: tell it what came of the call, then dispose it.</returns>
    /// <exception cref="ServiceUnavailableException">Not now; nothing was sent. Says when.</exception>
    Task<ICallPermit> EnterAsync(BudgetedCall call, CancellationToken cancellationToken);

    /// <summary>What a budget allows this process now.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="limitPerSecond">Its limit, for a budget that nobody has used yet.</param>
    BudgetAllowance AllowanceOf(BudgetKey budget, double limitPerSecond);
}

/// <summary>What a budget allows.</summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="PausedFor">How long nobody may call; zero for no pause.</param>
public readonly record struct BudgetAllowance(double PerSecond, TimeSpan PausedFor);
