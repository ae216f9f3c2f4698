using Orleans.Placement;

namespace BackendPlugins.Grains.Placement;

/// <summary>Names <see cref="PluginPoolFilter"/>; it has no settings.</summary>
internal sealed class PluginPoolFilterStrategy() : PlacementFilterStrategy(order: 0);
