namespace BackendPlugins.Gateway.Jobs;

/// <summary>How long a call may go on.</summary>
/// <param name="EndsAt">When it must have been answered.</param>
/// <param name="Cancellation">Ends it sooner: the caller has gone.</param>
internal readonly record struct CallBudget(DateTimeOffset EndsAt, CancellationToken Cancellation);
