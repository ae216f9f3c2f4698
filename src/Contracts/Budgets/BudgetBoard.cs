namespace BackendPlugins.Contracts.Budgets;

/// <summary>The budgets and breakers of all silos.</summary>
/// <param name="At">When the board was read.</param>
/// <param name="Budgets">Budgets, ordered by plugin, project, method, credential.</param>
/// <param name="Breakers">Breakers, ordered by plugin, endpoint, silo.</param>
[GenerateSerializer, Alias("bp.BudgetBoard"), Immutable]
public sealed record BudgetBoard(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] IReadOnlyList<BudgetView> Budgets,
    [property: Id(2)] IReadOnlyList<BreakerView> Breakers);

/// <summary>The calls of one method in one project as one credential, of all silos together.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Credential">As whom the calls are made: <c>host</c>, or a tag that tells credentials of tasks apart. Nothing secret.</param>
/// <param name="Project">The service's project, workspace or account.</param>
/// <param name="Method">The service's method, for example <c>jobs.insert</c>.</param>
[GenerateSerializer, Alias("bp.BudgetView"), Immutable]
public sealed record BudgetView(
    [property: Id(0)] string Plugin,
    [property: Id(1)] string Credential,
    [property: Id(2)] string Project,
    [property: Id(3)] string Method)
{
    /// <summary>The most calls per second that the configuration allows.</summary>
    [Id(4)]
    public double LimitPerSecond { get; init; }

    /// <summary>Calls per second that are allowed now: less than the limit where the service has refused calls.</summary>
    [Id(5)]
    public double RatePerSecond { get; init; }

    /// <summary>Calls per second that were made in the last seconds.</summary>
    [Id(6)]
    public double UsedPerSecond { get; init; }

    /// <summary>Calls that wait for their turn now.</summary>
    [Id(7)]
    public int Waiting { get; init; }

    /// <summary>Jobs that wait to be submitted through this budget now.</summary>
    [Id(8)]
    public int JobsWaiting { get; init; }

    /// <summary>Calls that the service has refused for its quotas, since the silos started.</summary>
    [Id(9)]
    public long Refused { get; init; }

    /// <summary>Calls since the silos started.</summary>
    [Id(10)]
    public long Calls { get; init; }

    /// <summary>Until when nobody calls because the service asked for a pause; null for no pause.</summary>
    [Id(11)]
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>The rate at which the service last refused calls; null while it has refused none.</summary>
    [Id(12)]
    public double? RefusedAtRate { get; init; }
}

/// <summary>Whether a silo calls a service's endpoint at all.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Endpoint">The endpoint: scheme, host and port.</param>
/// <param name="Silo">The silo, as <c>address:port@generation</c>.</param>
/// <param name="State">Where the breaker stands.</param>
/// <param name="FailuresInARow">Calls in a row that found nobody who answers.</param>
/// <param name="OpenUntil">When the next call may try it; null while calls go through.</param>
/// <param name="LastFailure">What went wrong last; null for nothing yet.</param>
[GenerateSerializer, Alias("bp.BreakerView"), Immutable]
public sealed record BreakerView(
    [property: Id(0)] string Plugin,
    [property: Id(1)] string Endpoint,
    [property: Id(2)] string Silo,
    [property: Id(3)] BreakerState State,
    [property: Id(4)] int FailuresInARow,
    [property: Id(5)] DateTimeOffset? OpenUntil,
    [property: Id(6)] string? LastFailure);

/// <summary>Where a breaker stands.</summary>
[GenerateSerializer, Alias("bp.BreakerState")]
public enum BreakerState
{
    /// <summary>Calls go through.</summary>
    Closed = 0,

    /// <summary>Nobody answers there: no calls.</summary>
    Open = 1,

    /// <summary>One call tries whether somebody answers again.</summary>
    HalfOpen = 2,
}
