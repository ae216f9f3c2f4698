using System.Collections.ObjectModel;

namespace BackendPlugins;

/// <summary>What Flyte says of the execution that a task belongs to. All maps may be empty, never null.</summary>
public sealed record TaskExecution
{
    /// <summary>An execution of which nothing is known.</summary>
    public static TaskExecution Unknown { get; } = new();

    /// <summary>Who runs; null where the caller's protocol has no execution (the RFC's service and its REST form).</summary>
    public TaskExecutionId? Id { get; init; }

    /// <summary>Kubernetes namespace of the execution.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Execution labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Execution annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Kubernetes service account of the execution.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>Environment variables of the execution.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How often Flyte will try this task; 0 where unknown.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Whether Flyte runs this attempt as interruptible.</summary>
    public bool Interruptible { get; init; }
}
