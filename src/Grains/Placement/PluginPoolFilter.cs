using BackendPlugins.Contracts.Identity;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace BackendPlugins.Grains.Placement;

/// <summary>
/// Leaves the silos that serve a job's task category. Orleans' own filters compare a candidate with the calling silo, which is
/// any that a gateway happens to be connected to.
/// </summary>
internal sealed class PluginPoolFilter(PoolMembers pools) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        JobKey.TryParse(target.GrainIdentity.Key.ToString(), out var key) ? [.. silos.Where(silo => pools.Serves(silo, key.Category))] : silos;
}
