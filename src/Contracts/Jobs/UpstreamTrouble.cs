namespace BackendPlugins.Contracts;

/// <summary>Why a job's state at the service is not known at the moment. In memory only.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Detail">What was asked and what came.</param>
/// <param name="Tries">Calls that gave no evidence since then.</param>
/// <param name="NextTryAt">When the service is asked again.</param>
[GenerateSerializer, Alias("bp.UpstreamTrouble"), Immutable]
public sealed record UpstreamTrouble(
    [property: Id(0)] DateTimeOffset Since,
    [property: Id(1)] string Detail,
    [property: Id(2)] int Tries,
    [property: Id(3)] DateTimeOffset NextTryAt);
