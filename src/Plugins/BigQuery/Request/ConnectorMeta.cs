using System.Text.Json;

namespace BackendPlugins.BigQuery;

/// <summary>
/// The <c>resource_meta</c> of Flyte's Python connectors: <c>{"job_id", "project", "location"}</c> as JSON, newer ones with
/// <c>"user_agent"</c>.
/// </summary>
internal static class ConnectorMeta
{
    /// <summary>The job that it names; null where the bytes are something else.</summary>
    public static ExternalJob? Read(ReadOnlyMemory<byte> meta)
    {
        try
        {
            using var document = JsonDocument.Parse(meta);
            return document.RootElement.ValueKind is JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is no UTF-8: a meta of somebody else.
            return null;
        }
    }

    private static ExternalJob? Read(JsonElement meta)
    {
        var location = meta.TryGetProperty("location", out var given) ? given : default;
        return location.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String
            && Text(meta, "job_id") is { } id && Text(meta, "project") is { } project
                ? new JobAddress(project, Text(meta, "location"), id).ToExternalJob()
                : null;
    }

    private static string? Text(JsonElement meta, string name) =>
        meta.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
