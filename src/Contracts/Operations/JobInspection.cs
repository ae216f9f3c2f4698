using System.Text.Json;

namespace BackendPlugins.Contracts.Operations;

/// <summary>A job as operators see it. Input values, secrets and what looks like one are left out.</summary>
/// <param name="Details">What everybody is told, and the history.</param>
/// <param name="Asked">What Flyte asked for.</param>
/// <param name="Silo">The silo on which its grain lives, parsable.</param>
[GenerateSerializer, Alias("bp.JobInspection"), Immutable]
public sealed record JobInspection([property: Id(0)] JobDetails Details, [property: Id(1)] AskedTask Asked, [property: Id(2)] string Silo)
{
    /// <summary>What the service last said, as the plugin read it; null where it has said nothing since the grain came into memory.</summary>
    [Id(3)]
    public JsonElement? Evidence { get; init; }

    /// <summary>When the first submit began; null before.</summary>
    [Id(4)]
    public DateTimeOffset? SubmitStartedAt { get; init; }

    /// <summary>Whether a step is under way now.</summary>
    [Id(5)]
    public bool Working { get; init; }
}

/// <summary>What Flyte asked for, redacted.</summary>
[GenerateSerializer, Alias("bp.AskedTask"), Immutable]
public sealed record AskedTask
{
    /// <summary>The task category.</summary>
    [Id(0)]
    public required string Category { get; init; }

    /// <summary>The task's name; empty where none was sent.</summary>
    [Id(1)]
    public string Name { get; init; } = "";

    /// <summary>Its version; empty where none was sent.</summary>
    [Id(2)]
    public string Version { get; init; } = "";

    /// <summary>Flyte project; empty where unknown.</summary>
    [Id(3)]
    public string Project { get; init; } = "";

    /// <summary>Flyte domain; empty where unknown.</summary>
    [Id(4)]
    public string Domain { get; init; } = "";

    /// <summary>Workflow execution; empty where unknown.</summary>
    [Id(5)]
    public string Execution { get; init; } = "";

    /// <summary>Node; empty where unknown.</summary>
    [Id(6)]
    public string Node { get; init; } = "";

    /// <summary>How often Flyte will try; 0 where unknown.</summary>
    [Id(7)]
    public int MaxAttempts { get; init; }

    /// <summary>Retries that the task's author allows.</summary>
    [Id(8)]
    public int Retries { get; init; }

    /// <summary>Time limit of an attempt; null for none.</summary>
    [Id(9)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>The SQL statement; null for other tasks.</summary>
    [Id(10)]
    public string? Statement { get; init; }

    /// <summary>The plugin's part of the template; null for none.</summary>
    [Id(11)]
    public JsonElement? Custom { get; init; }

    /// <summary>String settings of the template and of the connection.</summary>
    [Id(12)]
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Kinds of the inputs by name.</summary>
    [Id(13)]
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the secrets that it asks for.</summary>
    [Id(14)]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Where a task that writes its own outputs puts them.</summary>
    [Id(15)]
    public string OutputPrefix { get; init; } = "";

    /// <summary>Execution labels.</summary>
    [Id(16)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether this is only what is kept of a task once its service has confirmed it.</summary>
    [Id(17)]
    public bool Shed { get; init; }
}
