using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts;

/// <summary>A job with its history. Carries no input value.</summary>
/// <param name="Snapshot">What everybody is told.</param>
/// <param name="Identity">Who it is.</param>
/// <param name="Plugin">Which plugin runs it.</param>
/// <param name="Cancel">The promise to cancel; null while nobody asked.</param>
/// <param name="Coordinates">Where it stands at the service; empty before planning.</param>
/// <param name="History">Its edges, oldest first.</param>
/// <param name="NextCheckAt">When the service is asked next; null once it has ended.</param>
[GenerateSerializer, Alias("bp.JobDetails"), Immutable]
public sealed record JobDetails(
    [property: Id(0)] JobSnapshot Snapshot,
    [property: Id(1)] JobIdentity Identity,
    [property: Id(2)] string Plugin,
    [property: Id(3)] CancelIntent? Cancel,
    [property: Id(4)] IReadOnlyDictionary<string, string> Coordinates,
    [property: Id(5)] IReadOnlyList<JobEdge> History,
    [property: Id(6)] DateTimeOffset? NextCheckAt)
{
    /// <summary>Numbers over time, as the service last told them.</summary>
    [Id(7)]
    public IReadOnlyList<MetricSeries> Metrics { get; init; } = [];

    /// <summary>The last news between the edges, oldest first.</summary>
    [Id(8)]
    public IReadOnlyList<JobProgress> Progress { get; init; } = [];
}
