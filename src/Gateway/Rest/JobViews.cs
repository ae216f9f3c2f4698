using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins.Gateway.Rest;

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="Next">The cursor of the next page; null where this is the last.</param>
internal sealed record JobPageView(
    [property: JsonPropertyName("jobs")] IReadOnlyList<JobView> Jobs,
    [property: JsonPropertyName("next")] string? Next);

/// <summary>A job in a list.</summary>
internal record JobView
{
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    [JsonPropertyName("plugin")]
    public required string Plugin { get; init; }

    [JsonPropertyName("stage")]
    public required string Stage { get; init; }

    [JsonPropertyName("phase")]
    public required string Phase { get; init; }

    [JsonPropertyName("project"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Project { get; init; }

    [JsonPropertyName("domain"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Domain { get; init; }

    [JsonPropertyName("execution"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Execution { get; init; }

    [JsonPropertyName("node"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Node { get; init; }

    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    [JsonPropertyName("external_id")]
    public required string? ExternalId { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("changed_at")]
    public required DateTimeOffset ChangedAt { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}

/// <summary>A job in full, with its history.</summary>
internal sealed record JobDetailsView : JobView
{
    [JsonPropertyName("family")]
    public required string Family { get; init; }

    [JsonPropertyName("observed_at")]
    public required DateTimeOffset? ObservedAt { get; init; }

    [JsonPropertyName("ended_at")]
    public required DateTimeOffset? EndedAt { get; init; }

    [JsonPropertyName("next_check_at")]
    public required DateTimeOffset? NextCheckAt { get; init; }

    [JsonPropertyName("coordinates")]
    public required IReadOnlyDictionary<string, string> Coordinates { get; init; }

    [JsonPropertyName("log_links")]
    public required IReadOnlyList<LinkView> LogLinks { get; init; }

    [JsonPropertyName("custom_info")]
    public required JsonElement? CustomInfo { get; init; }

    [JsonPropertyName("error")]
    public required ErrorView? Error { get; init; }

    [JsonPropertyName("cancel")]
    public required CancelView? Cancel { get; init; }

    [JsonPropertyName("trouble")]
    public required TroubleView? Trouble { get; init; }

    [JsonPropertyName("history")]
    public required IReadOnlyList<EdgeView> History { get; init; }
}

/// <summary>A link.</summary>
internal sealed record LinkView([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("uri")] string Uri);

/// <summary>Why a job failed.</summary>
internal sealed record ErrorView(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("origin")] string Origin,
    [property: JsonPropertyName("retryable")] bool Retryable);

/// <summary>A promised cancel.</summary>
internal sealed record CancelView(
    [property: JsonPropertyName("requested_at")] DateTimeOffset RequestedAt,
    [property: JsonPropertyName("reason")] string Reason);

/// <summary>Why newer evidence is missing.</summary>
internal sealed record TroubleView(
    [property: JsonPropertyName("since")] DateTimeOffset Since,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("tries")] int Tries,
    [property: JsonPropertyName("next_try_at")] DateTimeOffset NextTryAt);

/// <summary>A change in a job's life.</summary>
internal sealed record EdgeView(
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("stage")] string Stage,
    [property: JsonPropertyName("phase")] string Phase,
    [property: JsonPropertyName("reason")] string Reason);
