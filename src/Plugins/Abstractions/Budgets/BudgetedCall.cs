namespace BackendPlugins;

/// <summary>A call that a plugin wants to make.</summary>
/// <param name="Budget">Whose quota it counts against.</param>
/// <param name="LimitPerSecond">The most calls per second of this budget in the whole cluster. Above 0.</param>
/// <param name="Endpoint">Scheme, host and port that it goes to; each has a breaker.</param>
public sealed record BudgetedCall(BudgetKey Budget, double LimitPerSecond, string Endpoint)
{
    /// <summary>The most calls of the same plugin and credential under way at once in the whole cluster. Default 250.</summary>
    public int MaxConcurrent { get; init; } = 250;

    /// <summary>Who goes first. Default <see cref="CallPriority.Poll"/>.</summary>
    public CallPriority Priority { get; init; }
}
