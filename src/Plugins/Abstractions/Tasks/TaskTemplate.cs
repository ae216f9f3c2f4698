using System.Collections.ObjectModel;
using System.Text.Json;

namespace BackendPlugins;

/// <summary>The registered description of a task, as far as a backend plugin can act on it.</summary>
public sealed record TaskTemplate
{
    /// <summary>Which task this is.</summary>
    public TaskIdentifier Id { get; init; } = TaskIdentifier.None;

    /// <summary>Declared inputs by name.</summary>
    public IReadOnlyDictionary<string, LiteralType> Inputs { get; init; } = ReadOnlyDictionary<string, LiteralType>.Empty;

    /// <summary>Declared outputs by name; empty means that the task has none.</summary>
    public IReadOnlyDictionary<string, LiteralType> Outputs { get; init; } = ReadOnlyDictionary<string, LiteralType>.Empty;

    /// <summary>The plugin's own part of the template: a JSON object; null where the template has none.</summary>
    public JsonElement? Custom { get; init; }

    /// <summary>String settings of the template.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The user's time limit for one attempt; null for none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Retries that the user allows.</summary>
    public int Retries { get; init; }

    /// <summary>The statement of a SQL task; null for other tasks.</summary>
    public SqlStatement? Sql { get; init; }

    /// <summary>The container of a container task; null for other tasks.</summary>
    public ContainerSpec? Container { get; init; }

    /// <summary>The pod of a pod task as JSON (Flyte's K8sPod in protobuf JSON form); null for other tasks.</summary>
    public JsonElement? Pod { get; init; }

    /// <summary>Secrets that the task asks for, by name. Values never stand here.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];
}

/// <summary>A SQL task's statement.</summary>
/// <param name="Statement">The text as the user wrote it.</param>
/// <param name="Dialect">Flyte's dialect name: UNDEFINED, ANSI, HIVE or OTHER.</param>
public sealed record SqlStatement(string Statement, string Dialect = "UNDEFINED");

/// <summary>A container task's container.</summary>
public sealed record ContainerSpec
{
    /// <summary>Image reference.</summary>
    public string Image { get; init; } = "";

    /// <summary>Entry point.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Arguments; propeller has already rendered their input templates.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Environment, in the template's order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];
}

/// <summary>The name of a secret.</summary>
/// <param name="Group">Group, or empty.</param>
/// <param name="Key">Key within the group.</param>
/// <param name="GroupVersion">Version of the group, or empty.</param>
/// <param name="EnvironmentVariable">Extra variable that should carry it, or empty.</param>
public sealed record SecretReference(string Group, string Key, string GroupVersion = "", string EnvironmentVariable = "");
