using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Placement;
using BackendPlugins.Grains.Plugins;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace BackendPlugins.Grains.Operations;

/// <summary>Plans tasks that nobody runs.</summary>
[GrainType("plugin-desk")]
[RandomPlacement]
[PluginPoolFilter]
[Reentrant]
internal sealed partial class PluginDeskGrain(PluginCatalog plugins, ILogger<PluginDeskGrain> logger) : Grain, IPluginDeskGrain
{
    /// <inheritdoc/>
    public Task<PlanResult> PlanAsync(TaskRequest task, string name)
    {
        if (plugins.Serving(task.Category) is not { } plugin)
        {
            return Task.FromResult(new PlanResult(null, null, $"no plugin of this silo serves {task.Category.Name}"));
        }

        var own = plugin.Description.Name;
        try
        {
            return Task.FromResult(new PlanResult(own, plugin.Plan(task, new JobName("try", "it", 0, name)), null));
        }
        catch (TaskRefusedException refused)
        {
            return Task.FromResult(new PlanResult(own, null, refused.Message));
        }
        catch (Exception exception)
        {
            // What a plugin under work throws is the answer that its author is looking for.
            LogPlanFailed(exception, own);
            return Task.FromResult(new PlanResult(own, null, $"the plugin threw {exception.GetType().Name}: {exception.Message}"));
        }
    }

    [LoggerMessage(1301, LogLevel.Information, "The plugin {Plugin} threw at a task that was tried on the pages")]
    private partial void LogPlanFailed(Exception exception, string plugin);
}
