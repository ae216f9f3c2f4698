namespace BackendPlugins.Contracts;

/// <summary>One durable change in a job's life.</summary>
/// <param name="At">When.</param>
/// <param name="Stage">The stage that it led to.</param>
/// <param name="Phase">The phase that it led to.</param>
/// <param name="Reason">Why, for people. Carries no secret.</param>
[GenerateSerializer, Alias("bp.JobEdge"), Immutable]
public sealed record JobEdge(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] JobStage Stage,
    [property: Id(2)] JobPhase Phase,
    [property: Id(3)] string Reason);
