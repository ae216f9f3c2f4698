namespace BackendPlugins.Contracts;

/// <summary>A durable promise that the external job will be cancelled.</summary>
/// <param name="RequestedAt">When it was made.</param>
/// <param name="Reason">Who asked and why, for people.</param>
/// <param name="TimedOut">Whether the job outlived its own time limit: it then ends as a failure and not as an abort.</param>
[GenerateSerializer, Alias("bp.CancelIntent"), Immutable]
public sealed record CancelIntent(
    [property: Id(0)] DateTimeOffset RequestedAt,
    [property: Id(1)] string Reason,
    [property: Id(2)] bool TimedOut = false);
