namespace BackendPlugins.Flyte.V1;

/// <summary>What ListAgents and GetAgent say of a plugin.</summary>
public static class Agents
{
    /// <summary>Writes a plugin as an asynchronous agent.</summary>
    /// <param name="plugin">The plugin.</param>
    public static Admin.Agent ToWire(PluginDescription plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var wire = new Admin.Agent { Name = plugin.ConnectorName, SupportedTaskCategories = { plugin.Categories.Select(TaskCategories.ToWire) } };
#pragma warning disable CS0612 // Deprecated, and all that propellers before task categories read.
        wire.SupportedTaskTypes.Add(plugin.Categories.Select(category => category.Name).Distinct());
#pragma warning restore CS0612
        return wire;
    }
}
