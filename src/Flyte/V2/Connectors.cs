namespace BackendPlugins.Flyte.V2;

/// <summary>What ListConnectors and GetConnector say of a plugin.</summary>
public static class Connectors
{
    /// <summary>Writes a plugin as a connector.</summary>
    /// <param name="plugin">The plugin.</param>
    public static Connector.Connector ToWire(PluginDescription plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return new Connector.Connector { Name = plugin.ConnectorName, SupportedTaskCategories = { plugin.Categories.Select(TaskCategories.ToWire) } };
    }
}
