using Orleans.Placement;

namespace BackendPlugins.Grains.Placement;

/// <summary>Keeps grains whose key begins with a task category on silos that serve it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PluginPoolFilterAttribute() : PlacementFilterAttribute(new PluginPoolFilterStrategy());
