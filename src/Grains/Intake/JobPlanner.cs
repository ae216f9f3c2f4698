using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Secrets;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.Intake;

/// <summary>Makes the first record of a job out of the command to create it.</summary>
internal sealed partial class JobPlanner(ISecretProtection protection, TimeProvider time, ILogger<JobPlanner> logger)
{
    /// <summary>Plans a job. A task that its plugin refuses is planned as failed: Flyte would repeat a refused create for every retry left.</summary>
    /// <param name="plugin">Serves the task's category.</param>
    /// <param name="command">Who and what.</param>
    public JobRecord Plan(IBackendPlugin plugin, CreateJob command)
    {
        var planned = PlanTask(plugin, command);
        return planned.Stage != JobStage.Ended && command.Secrets is { IsEmpty: false } secrets
            ? planned with { ProtectedSecrets = protection.Protect(secrets) }
            : planned;
    }

    private JobRecord PlanTask(IBackendPlugin plugin, CreateJob command)
    {
        var (identity, task) = (command.Identity, command.Task);
        var now = time.GetUtcNow();
        var name = plugin.Description.Name;
        try
        {
            var id = task.Execution.Id;
            var external = plugin.Plan(task, new JobName(id?.Execution ?? "", id?.Node ?? "", identity.Attempt, identity.Key.Hash));
            return JobLife.Accept(identity, task, name, external, now);
        }
        catch (TaskRefusedException refused)
        {
            return JobLife.AcceptAsFailed(identity, task, name, new JobError("BadTask", refused.Message), now);
        }
        catch (Exception exception)
        {
            // A plugin that stumbles over a task will stumble over every repeat of it: the user must see it once.
            LogPlanFailed(identity.Key.Value, name, exception);
            var error = new JobError("PluginError", $"the plugin {name} could not read this task ({exception.GetType().Name}); its log says more", ErrorOrigin.System);
            return JobLife.AcceptAsFailed(identity, task, name, error, now);
        }
    }

    [LoggerMessage(1007, LogLevel.Error, "Job {JobId}: plugin {Plugin} failed to read the task")]
    private partial void LogPlanFailed(string jobId, string plugin, Exception exception);
}
