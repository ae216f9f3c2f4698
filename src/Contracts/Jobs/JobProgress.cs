namespace BackendPlugins.Contracts;

/// <summary>News of a running job that is no edge: what the service said, and when.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What, for people.</param>
[GenerateSerializer, Alias("bp.JobProgress"), Immutable]
public sealed record JobProgress([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Text);
