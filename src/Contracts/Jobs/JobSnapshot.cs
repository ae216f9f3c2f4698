using System.Text.Json;
using System.Text.Json.Serialization;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts;

/// <summary>What a job's grain answers at once, from memory.</summary>
[GenerateSerializer, Alias("bp.JobSnapshot"), Immutable]
public sealed record JobSnapshot
{
    [NonSerialized]
    private KeptJson? _customInfo;

    /// <summary>The job's key.</summary>
    [Id(0)]
    public required JobKey Key { get; init; }

    /// <summary>What Flyte is told.</summary>
    [Id(1)]
    public JobPhase Phase { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public JobStage Stage { get; init; }

    /// <summary>A sentence about where it stands.</summary>
    [Id(3)]
    public string Message { get; init; } = "";

    /// <summary>When the service last gave evidence of it; null where it has not yet.</summary>
    [Id(4)]
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>Why newer evidence is missing; null while the service answers.</summary>
    [Id(5)]
    public UpstreamTrouble? Trouble { get; init; }

    /// <summary>Edges seen but not yet durable, because the job store is out of reach; null while all is stored.</summary>
    [Id(6)]
    public string? StoreTrouble { get; init; }

    /// <summary>Whether a cancel has been promised.</summary>
    [Id(7)]
    public bool CancelRequested { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    [Id(8)]
    public JobError? Error { get; init; }

    /// <summary>Outputs of a success; null for none.</summary>
    [Id(9)]
    public JobOutputs? Outputs { get; init; }

    /// <summary>Links for Flyte's console.</summary>
    [Id(10)]
    public IReadOnlyList<LogLink> LogLinks { get; init; } = [];

    /// <summary>Facts for Flyte's console a JSON object; null for none.</summary>
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
    [Id(11)]
    internal JsonElement? CustomInfoCrossing
    {
        get => CustomInfo;
        set => _customInfo = KeptJson.Of(value);
    }

    /// <summary>The service's id of the job; null for a task that was refused.</summary>
    [Id(12)]
    public string? ExternalId { get; init; }

    /// <summary>When it was accepted.</summary>
    [Id(13)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last edge was taken.</summary>
    [Id(14)]
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    [Id(15)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><see cref="SecretBundle.Tag"/> of the secrets that the job works with; empty for none.</summary>
    [Id(16)]
    public string SecretsTag { get; init; } = "";

    /// <summary>Why this is what the store has, and not what the silo that watches the job knows; null where the silo told it.</summary>
    [Id(17)]
    public string? Absence { get; init; }

    /// <summary>Another number for each snapshot that a job has ever shown; never 0.</summary>
    [Id(18)]
    public long Revision { get; init; }
}
