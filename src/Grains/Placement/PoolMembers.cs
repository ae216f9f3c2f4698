using System.Collections.Concurrent;
using System.Collections.Frozen;
using BackendPlugins.Grains.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace BackendPlugins.Grains.Placement;

/// <summary>Which silos serve a task category, by what each tells of itself. From memory.</summary>
/// <remarks>A silo of which nothing is known yet serves nothing: it has joined a moment ago.</remarks>
internal sealed class PoolMembers(IServiceProvider services, ILocalSiloDetails self, PluginCatalog own)
{
    // Without pools every silo serves everything.
    private readonly Lazy<ISiloMetadataCache?> _metadata = new(services.GetService<ISiloMetadataCache>);

    // What a silo tells stays as it is for its life. Entries of silos that are gone cost a few bytes each.
    private readonly ConcurrentDictionary<SiloAddress, FrozenSet<string>> _served = new();

    /// <summary>Whether a silo serves a category.</summary>
    public bool Serves(SiloAddress silo, string category)
    {
        if (_metadata.Value is not { } metadata)
        {
            return true;
        }

        if (!_served.TryGetValue(silo, out var served))
        {
            // Others tell it a moment after they have joined; of itself a silo knows it at once.
            if (silo.Equals(self.SiloAddress))
            {
                return own.Serving(new TaskCategory(category)) is not null;
            }

            if (!metadata.GetSiloMetadata(silo).Metadata.TryGetValue(PluginPools.Categories, out var told))
            {
                return false;
            }

            served = told.Split(PluginPools.Separator, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
            _served[silo] = served;
        }

        return served.Contains(category);
    }
}
