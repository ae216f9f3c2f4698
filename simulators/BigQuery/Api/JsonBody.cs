using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>A request's body as the service's JSON front takes it.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    /// <param name="body">The bytes.</param>
    /// <param name="what">What the object should be, for example "a job".</param>
    public static (JsonObject? Body, ApiError? Error) Read(ReadOnlySpan<byte> body, string what)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: Reading) is JsonObject found ? (found, null) : (null, Malformed($"The body must be {what} object."));
        }
        catch (JsonException failure)
        {
            return (null, Malformed(failure.Message));
        }
    }

    public static async Task<byte[]> BytesAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static ApiError Malformed(string detail) => ApiError.Of(ErrorReasons.ParseError, $"Invalid JSON payload received. {detail}");
}
