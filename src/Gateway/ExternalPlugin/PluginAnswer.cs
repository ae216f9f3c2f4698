using System.Text.Json.Serialization;

namespace BackendPlugins.Gateway.ExternalPlugin;

/// <summary>What the RFC's REST form answers.</summary>
/// <param name="JobId">The job; empty where there is none.</param>
/// <param name="ErrorCode">Empty on success; else a gRPC status name such as <c>INVALID_ARGUMENT</c>.</param>
/// <param name="Message">For people.</param>
internal sealed record PluginAnswer(
    [property: JsonPropertyName("job_id")] string JobId,
    [property: JsonPropertyName("error_code")] string ErrorCode,
    [property: JsonPropertyName("message")] string Message)
{
    /// <summary>How the job stands: <c>running</c>, <c>succeed</c> or <c>failed</c>; only a GET says it.</summary>
    [JsonPropertyName("job_state"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? JobState { get; init; }
}
