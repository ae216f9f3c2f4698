using Orleans.Placement;

namespace BackendPlugins.Grains.Recovery;

/// <summary>Tells of the silo that it is on. Random placement heeds the caller's hint.</summary>
[GrainType("watch")]
[RandomPlacement]
internal sealed class WatchGrain(LocalWatch local, ILocalSiloDetails silo) : Grain, IWatchGrain
{
    /// <inheritdoc/>
    public Task<UnwatchedJobs> UnwatchedAsync(string[] keys) =>
        Task.FromResult(new UnwatchedJobs(silo.SiloAddress.ToParsableString(), [.. keys.Where(key => !local.IsWatched(key))]));
}
