using BackendPlugins.Grains.Plugins;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Silo;

/// <summary>The plugins that this silo serves, of those that are built in.</summary>
internal static class EnabledPlugins
{
    /// <summary>Chooses by <see cref="SiloOptions.Plugins"/>.</summary>
    /// <exception cref="OptionsValidationException">A name is no plugin's.</exception>
    public static PluginCatalog Of(IEnumerable<IBackendPlugin> plugins, SiloOptions options)
    {
        var all = plugins.ToDictionary(plugin => plugin.Description.Name, StringComparer.OrdinalIgnoreCase);
        if (options.Plugins.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
        {
            throw new OptionsValidationException(
                SiloOptions.Section, typeof(SiloOptions), [$"Silo:Plugins names \"{unknown}\"; built in are {string.Join(", ", all.Keys.Order())}."]);
        }

        return new PluginCatalog(options.Plugins.Count == 0 ? all.Values : options.Plugins.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => all[name]));
    }
}
