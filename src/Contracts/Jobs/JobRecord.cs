using System.Text.Json;
using System.Text.Json.Serialization;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts;

/// <summary>A job as it is stored. Only its grain writes it. Property names are the stored document's: they stay.</summary>
[GenerateSerializer, Alias("bp.JobRecord"), Immutable]
public sealed record JobRecord
{
    [NonSerialized]
    private KeptJson? _customInfo;

    /// <summary>Who it is.</summary>
    [Id(0)]
    public required JobIdentity Identity { get; init; }

    /// <summary>What Flyte asked for.</summary>
    [Id(1)]
    public required TaskRequest Task { get; init; }

    /// <summary>
    /// Hash of what must be equal when the same attempt is sent again; empty for as long as <see cref="Task"/> is whole and tells it.
    /// </summary>
    [Id(2)]
    public string Fingerprint { get; init; } = "";

    /// <summary>Name of the plugin that runs it.</summary>
    [Id(3)]
    public required string Plugin { get; init; }

    /// <summary>The job at the service: planned, then as the service told; null for a task that was refused before planning.</summary>
    [Id(4)]
    public ExternalJob? External { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(5)]
    public JobStage Stage { get; init; }

    /// <summary>What Flyte is told.</summary>
    [Id(6)]
    public JobPhase Phase { get; init; }

    /// <summary>A sentence about where it stands.</summary>
    [Id(7)]
    public string Message { get; init; } = "";

    /// <summary>The promise to cancel; null while nobody asked.</summary>
    [Id(8)]
    public CancelIntent? Cancel { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    [Id(9)]
    public JobError? Error { get; init; }

    /// <summary>Outputs of a success; null for none.</summary>
    [Id(10)]
    public JobOutputs? Outputs { get; init; }

    /// <summary>Links for Flyte's console.</summary>
    [Id(11)]
    public IReadOnlyList<LogLink> LogLinks { get; init; } = [];

    /// <summary>Facts for Flyte's console: a JSON object; null for none.</summary>
    public JsonElement? CustomInfo
    {
        get => CustomInfoKept?.Parse();
        init => CustomInfoKept = KeptJson.Of(value);
    }

    /// <summary><see cref="CustomInfo"/> as it is kept.</summary>
    [JsonIgnore]
    public KeptJson? CustomInfoKept
    {
        get => _customInfo;
        init => _customInfo = value;
    }

    /// <summary><see cref="CustomInfo"/> as it crosses.</summary>
    [Id(12)]
    internal JsonElement? CustomInfoCrossing
    {
        get => CustomInfo;
        set => _customInfo = KeptJson.Of(value);
    }

    /// <summary>When it was accepted.</summary>
    [Id(13)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last edge was taken.</summary>
    [Id(14)]
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When the first submit began; null before.</summary>
    [Id(15)]
    public DateTimeOffset? SubmitStartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    [Id(16)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its edges, oldest first.</summary>
    [Id(17)]
    public IReadOnlyList<JobEdge> History { get; init; } = [];

    /// <summary>Secret values that came with the task, encrypted; null for none, and once it has ended.</summary>
    [Id(18)]
    public string? ProtectedSecrets { get; init; }

    /// <summary>Numbers over time, as the service last told them.</summary>
    [Id(19)]
    public IReadOnlyList<MetricSeries> Metrics { get; init; } = [];

    /// <summary>The last news between the edges, oldest first; stored with the next edge.</summary>
    [Id(20)]
    public IReadOnlyList<JobProgress> Progress { get; init; } = [];

    /// <summary>When the service says that it made the job; null where it has not told.</summary>
    [Id(21)]
    public DateTimeOffset? ServiceCreatedAt { get; init; }

    /// <summary>
    /// Whether <see cref="Task"/> is only what is still needed of it, since the service has confirmed the job. Whether a repeat
    /// is the same request is told by <see cref="Fingerprint"/>.
    /// </summary>
    [Id(22)]
    public bool IsShed { get; init; }
}
