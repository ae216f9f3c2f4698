using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains;

/// <summary>How a job that another backend started comes to be watched here.</summary>
internal sealed partial class JobGrain
{
    /// <inheritdoc/>
    public async Task<CreateResult> AdoptAsync(AdoptJob command)
    {
        try
        {
            return await FindOrWriteFirstAsync(_ => new CreateResult(CreateOutcome.Known, _face!.Snapshot), () => AdoptFirstAsync(command));
        }
        catch (JobStoreUnavailableException silence)
        {
            return new CreateResult(CreateOutcome.StoreUnavailable, null, silence.Message);
        }
    }

    private async Task<CreateResult> AdoptFirstAsync(AdoptJob command)
    {
        var category = new TaskCategory(command.Category);
        if (services.Plugins.Serving(category) is not { } plugin)
        {
            return new CreateResult(CreateOutcome.UnknownCategory, null, $"no plugin of this silo serves {category}");
        }

        return plugin.Adopt(command.ResourceMeta) is { } external
            ? await StoreFirstAsync(JobLife.Adopt(command.Identity, category, plugin.Description.Name, external, services.Time.GetUtcNow()))
            : new CreateResult(CreateOutcome.NotAdoptable, null, $"{plugin.Description.Name} knows no such form");
    }
}
