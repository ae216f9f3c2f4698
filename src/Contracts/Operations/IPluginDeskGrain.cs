using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts.Operations;

/// <summary>
/// Lets a plugin's author see what it makes of a task without running it. The key has a job's form
/// (<see cref="JobKey.Value"/>), so that it lands on a silo that serves the category.
/// </summary>
[Alias("bp.IPluginDeskGrain")]
public interface IPluginDeskGrain : IGrainWithStringKey
{
    /// <summary>What would become of a task. Calls no service and stores nothing.</summary>
    /// <param name="task">The task.</param>
    /// <param name="name">What the external id is built from.</param>
    [Alias("plan"), ResponseTimeout("00:00:10")]
    Task<PlanResult> PlanAsync(TaskRequest task, string name);
}

/// <summary>What would become of a task.</summary>
/// <param name="Plugin">The plugin that would run it; null where none serves the category.</param>
/// <param name="External">The external job; null where the task is refused.</param>
/// <param name="Refusal">Why it is refused, for people; null where it is not.</param>
[GenerateSerializer, Alias("bp.PlanResult"), Immutable]
public sealed record PlanResult([property: Id(0)] string? Plugin, [property: Id(1)] ExternalJob? External, [property: Id(2)] string? Refusal);
