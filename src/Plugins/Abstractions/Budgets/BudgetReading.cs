namespace BackendPlugins;

/// <summary>How a budget stands in one process. Counts go on from the process's start.</summary>
/// <param name="Key">The budget.</param>
/// <param name="LimitPerSecond">The configured limit of the whole cluster.</param>
public sealed record BudgetReading(BudgetKey Key, double LimitPerSecond)
{
    /// <summary>Calls made.</summary>
    public long Calls { get; init; }

    /// <summary>Calls that the service refused because there were too many.</summary>
    public long Refused { get; init; }

    /// <summary>Calls that were not made, to stay within the budget.</summary>
    public long HeldBack { get; init; }

    /// <summary>Calls that wait in line.</summary>
    public int Waiting { get; init; }

    /// <summary>Whether more calls are wanted than the rate allows, or nearly so.</summary>
    public bool IsWanted { get; init; }

    /// <summary>Calls per second that this process may make now.</summary>
    public double PerSecond { get; init; }

    /// <summary>How long nobody may call; zero for no pause.</summary>
    public TimeSpan PausedFor { get; init; }

    /// <summary>Time since somebody last wanted to call.</summary>
    public TimeSpan IdleFor { get; init; }
}

/// <summary>What a cluster leaves of a budget to one process.</summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="GoodFor">From then on the process keeps to an equal part of the limit.</param>
/// <param name="Processes">How many processes there are.</param>
/// <param name="PausedFor">How long nobody may call; zero for no pause.</param>
public sealed record BudgetLease(double PerSecond, TimeSpan GoodFor, int Processes, TimeSpan PausedFor);

/// <summary>How a breaker stands in one process.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Endpoint">Scheme, host and port.</param>
/// <param name="IsOpen">Whether calls are held back.</param>
/// <param name="IsProbing">Whether one call tries the endpoint.</param>
/// <param name="FailuresInARow">Calls in a row that found nobody.</param>
/// <param name="OpenFor">How long until the next try; zero for at once.</param>
/// <param name="LastFailure">What went wrong last; null for nothing yet.</param>
public sealed record BreakerReading(
    string Plugin, string Endpoint, bool IsOpen, bool IsProbing, int FailuresInARow, TimeSpan OpenFor, string? LastFailure);
