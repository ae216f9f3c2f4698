using System.Text.Json;
using BackendPlugins.Flyte.V1.Service;
using Google.Protobuf;

namespace BackendPlugins.Gateway.ExternalPlugin;

/// <summary>The body of a PUT: the RFC's create request in protobuf's JSON form, and the caller's own key.</summary>
/// <param name="Request">The task.</param>
/// <param name="JobId">The caller's idempotency key; null where the caller relies on the output prefix.</param>
internal sealed record CreateBody(TaskCreateRequest Request, string? JobId)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads a body.</summary>
    /// <exception cref="JobRequestException">It is no such body.</exception>
    public static CreateBody Read(string json)
    {
        try
        {
            return new CreateBody(Parser.Parse<TaskCreateRequest>(json), Member(json, "job_id"));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException or JsonException)
        {
            throw new JobRequestException(
                RequestFault.Invalid, $"the body must be a JSON object with template, inputs and output_prefix: {exception.Message}", exception);
        }
    }

    /// <summary>A text member of a JSON object; null where the body is empty or has none.</summary>
    /// <exception cref="JobRequestException">The body is no JSON object, or the member no text.</exception>
    public static string? ReadMember(string json, string name)
    {
        try
        {
            return string.IsNullOrWhiteSpace(json) ? null : Member(json, name);
        }
        catch (JsonException exception)
        {
            throw new JobRequestException(RequestFault.Invalid, $"the body must be a JSON object: {exception.Message}", exception);
        }
    }

    private static string? Member(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("it is no object");
        }

        if (!document.RootElement.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : throw JobRequestException.Invalid($"{name} must be a text; got {member.ValueKind}");
    }
}
