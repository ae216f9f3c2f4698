using System.Collections.ObjectModel;

namespace BackendPlugins;

/// <summary>One attempt of a task that Flyte asks a plugin to run. Stored with the job; carries no secret value.</summary>
public sealed record TaskRequest
{
    /// <summary>Which kind of task; decides the plugin.</summary>
    public required TaskCategory Category { get; init; }

    /// <summary>The registered description.</summary>
    public required TaskTemplate Template { get; init; }

    /// <summary>Input values by name.</summary>
    public IReadOnlyDictionary<string, Literal> Inputs { get; init; } = ReadOnlyDictionary<string, Literal>.Empty;

    /// <summary>Where a task that writes its own outputs puts them; unique per node and attempt. Empty where the caller sent none.</summary>
    public string OutputPrefix { get; init; } = "";

    /// <summary>The execution it belongs to.</summary>
    public TaskExecution Execution { get; init; } = TaskExecution.Unknown;

    /// <summary>
    /// Whether the template is not known, because another backend started the job. The plugin then gives what outputs the
    /// service has and misses none.
    /// </summary>
    public bool IsAdopted { get; init; }

    /// <summary>Non-secret settings of the v2 protocol's Connection.</summary>
    public IReadOnlyDictionary<string, string> ConnectionConfigs { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
