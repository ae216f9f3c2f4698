using BackendPlugins.Grains.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Hosting;

/// <summary>Silos that serve some plugins only: a job lives where its plugin is.</summary>
public static class PluginPools
{
    /// <summary>Under this name a silo tells the others which task categories it serves.</summary>
    internal const string Categories = "categories";

    internal const char Separator = ',';

    private const string Plugins = "plugins";

    private const string OtherMetadata = "Orleans:Metadata";

    /// <summary>
    /// Tells the other silos what the plugins of this one serve, and places jobs accordingly. Every silo of a cluster must do it,
    /// or none.
    /// </summary>
    /// <param name="silo">The silo, with its <see cref="PluginCatalog"/>.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder UsePluginPools(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var metadata = silo.Configuration.GetSection(OtherMetadata).GetChildren()
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Key, setting => setting.Value!);

        // Plugins exist with the host's services alone, and Orleans takes metadata before; it reads them after this.
        silo.Services.AddOptions<SiloMetadata>().Configure<PluginCatalog>((_, catalog) =>
        {
            var descriptions = catalog.Descriptions.ToList();
            metadata[Plugins] = string.Join(Separator, descriptions.Select(plugin => plugin.Name));
            metadata[Categories] = string.Join(Separator, descriptions.SelectMany(plugin => plugin.Categories).Select(category => category.Name));
        });
        return silo.UseSiloMetadata(metadata);
    }
}
