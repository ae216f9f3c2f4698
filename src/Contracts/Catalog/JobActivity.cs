namespace BackendPlugins.Contracts.Catalog;

/// <summary>What was accepted and what ended over a time, in slices of equal length.</summary>
/// <param name="From">When the first slice begins.</param>
/// <param name="Slice">How long each is.</param>
/// <param name="Slices">Oldest first; the last may still be under way.</param>
[GenerateSerializer, Alias("bp.JobActivity"), Immutable]
public sealed record JobActivity(
    [property: Id(0)] DateTimeOffset From, [property: Id(1)] TimeSpan Slice, [property: Id(2)] IReadOnlyList<ActivitySlice> Slices);

/// <summary>One slice.</summary>
/// <param name="Accepted">Jobs accepted in it.</param>
/// <param name="Ended">Jobs that ended in it, by phase; a phase without any is left out.</param>
[GenerateSerializer, Alias("bp.ActivitySlice"), Immutable]
public sealed record ActivitySlice([property: Id(0)] long Accepted, [property: Id(1)] IReadOnlyDictionary<JobPhase, long> Ended);

/// <summary>The jobs that wait longest to be confirmed by their service.</summary>
/// <param name="Count">How many are accepted or being submitted.</param>
/// <param name="Oldest">The first of them.</param>
[GenerateSerializer, Alias("bp.UnsubmittedJobs"), Immutable]
public sealed record UnsubmittedJobs([property: Id(0)] long Count, [property: Id(1)] IReadOnlyList<JobSummary> Oldest);
