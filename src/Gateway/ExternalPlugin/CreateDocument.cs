using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins.Gateway.ExternalPlugin;

/// <summary>The body of a PUT, as the API's document describes it; <see cref="CreateBody"/> reads it.</summary>
/// <param name="Template">Flyte's TaskTemplate in protobuf's JSON form.</param>
/// <param name="Inputs">Flyte's LiteralMap in protobuf's JSON form.</param>
/// <param name="OutputPrefix">Unique for each attempt; with the template's id it is the job's identity.</param>
/// <param name="JobId">The caller's own idempotency key, instead of the output prefix; also as header Idempotency-Key.</param>
internal sealed record CreateDocument(
    [property: JsonPropertyName("template")] JsonElement Template,
    [property: JsonPropertyName("inputs")] JsonElement? Inputs,
    [property: JsonPropertyName("output_prefix")] string? OutputPrefix,
    [property: JsonPropertyName("job_id")] string? JobId);
