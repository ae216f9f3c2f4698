namespace BackendPlugins.Grains.Plugins;

/// <summary>The plugins of this silo by task category and by name.</summary>
public sealed class PluginCatalog
{
    private readonly Dictionary<string, IBackendPlugin> _byCategory = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IBackendPlugin> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Collects them.</summary>
    /// <param name="plugins">Every registered plugin.</param>
    /// <exception cref="InvalidOperationException">Two plugins share a name or a category.</exception>
    public PluginCatalog(IEnumerable<IBackendPlugin> plugins)
    {
        foreach (var plugin in plugins)
        {
            var description = plugin.Description;
            if (!_byName.TryAdd(description.Name, plugin))
            {
                throw new InvalidOperationException($"Two plugins are named {description.Name}; names must differ.");
            }

            foreach (var category in description.Categories)
            {
                if (!_byCategory.TryAdd(category.Name, plugin))
                {
                    throw new InvalidOperationException(
                        $"{description.Name} and {_byCategory[category.Name].Description.Name} both serve {category.Name}; one of them must not be registered.");
                }
            }
        }
    }

    /// <summary>What the plugins say of themselves.</summary>
    public IEnumerable<PluginDescription> Descriptions => _byName.Values.Select(plugin => plugin.Description);

    /// <summary>The plugin that serves a category, whatever its version; null for none.</summary>
    /// <param name="category">The category.</param>
    public IBackendPlugin? Serving(TaskCategory category) => _byCategory.GetValueOrDefault(category.Name);

    /// <summary>The plugin of a name; null for none.</summary>
    /// <param name="name">The name.</param>
    public IBackendPlugin? Named(string name) => _byName.GetValueOrDefault(name);
}
