using System.Net;
using System.Text.Json;

namespace BackendPlugins.BigQuery;

/// <summary>What BigQuery answered to a call.</summary>
internal abstract record ServiceReply;

/// <summary>The job.</summary>
internal sealed record JobReply(JobResource Job) : ServiceReply;

/// <summary>Done, without a word about the job.</summary>
internal sealed record DoneReply : ServiceReply;

/// <summary>A page of jobs.</summary>
internal sealed record JobPageReply(JobPage Page) : ServiceReply;

/// <summary>An error.</summary>
/// <param name="Method">The call.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">BigQuery's reason word; null where the body is no error object of BigQuery's (a proxy's page, an OAuth error).</param>
/// <param name="Words">The service's words, or ours where it had none.</param>
/// <param name="Location">What the error is about, for example <c>query</c>; usually null.</param>
/// <param name="RetryAfter">How long to wait; null where nobody said.</param>
internal sealed record ErrorReply(
    BigQueryMethod Method, HttpStatusCode Status, string? Reason, string Words, string? Location, TimeSpan? RetryAfter) : ServiceReply
{
    public override string ToString() => Reason is null
        ? $"{Method.ServiceName()}: HTTP {(int)Status}: {Words}"
        : $"{Method.ServiceName()}: HTTP {(int)Status} {Reason}: {Words}";

    /// <summary>Reads the error object <c>{"error":{"code","message","errors":[{"reason","message","location"}]}}</c>.</summary>
    public static ErrorReply Read(BigQueryMethod method, HttpStatusCode status, byte[] body, string? mediaType, TimeSpan? retryAfter)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error))
            {
                if (error.ValueKind is JsonValueKind.Object)
                {
                    return ReadObject(method, status, error, retryAfter);
                }

                if (error.ValueKind is JsonValueKind.String)
                {
                    // The shape of an OAuth error: about the credentials, not about the job.
                    return new(method, status, null, $"authentication failed: {error.GetString()}", null, retryAfter);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON at all, as from a proxy, or a text in it that is no UTF-8: told below.
        }

        return new(method, status, null, $"the answer ({mediaType ?? "no content type"}) is no error of BigQuery's", null, retryAfter);
    }

    private static ErrorReply ReadObject(BigQueryMethod method, HttpStatusCode status, JsonElement error, TimeSpan? retryAfter)
    {
        string? reason = null;
        string? location = null;
        if (error.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Array && errors.GetArrayLength() > 0)
        {
            reason = Text(errors[0], "reason");
            location = Text(errors[0], "location");
        }

        return new(method, status, reason ?? ReasonOf(status, Text(error, "status")), Text(error, "message") ?? "no message", location, retryAfter);
    }

    /// <summary>The reason that BigQuery gives for a status, for an error object that names none.</summary>
    private static string ReasonOf(HttpStatusCode status, string? canonical) => (int)status switch
    {
        401 when canonical is not null => canonical,
        401 => "unauthorized",
        403 => "accessDenied",
        404 => "notFound",
        409 => "duplicate",
        429 => "rateLimitExceeded",
        >= 500 => "backendError",
        _ => "invalid",
    };

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
