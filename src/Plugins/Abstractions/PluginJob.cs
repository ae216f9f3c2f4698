using System.Collections.ObjectModel;

namespace BackendPlugins;

/// <summary>A job as its plugin sees it when it talks to the service.</summary>
/// <param name="Task">The task.</param>
/// <param name="External">The job at the service: as planned, or with what the service has told since.</param>
public sealed record PluginJob(TaskRequest Task, ExternalJob External)
{
    /// <summary>
    /// Secret values by name that came with the task (v2's Connection). They are for the call at hand: never logged, never
    /// part of evidence. Empty where none came.
    /// </summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How urgent a look-up is where calls wait for each other. Default <see cref="CallPriority.Look"/>.</summary>
    public CallPriority Priority { get; init; } = CallPriority.Look;
}
