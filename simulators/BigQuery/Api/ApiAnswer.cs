using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>A finished answer, not yet on the wire, so that a fault can still hold it back or tear it.</summary>
internal sealed record ApiAnswer(int Code, ReadOnlyMemory<byte> Body)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ContentType { get; init; } = "application/json; charset=UTF-8";

    public string? RetryAfter { get; init; }

    /// <summary>The header <c>WWW-Authenticate</c>.</summary>
    public string? Authenticate { get; init; }

    public static ApiAnswer Empty { get; } = new(StatusCodes.Status204NoContent, ReadOnlyMemory<byte>.Empty);

    public static ApiAnswer Json(int code, JsonNode body) => Json(code, writer => body.WriteTo(writer));

    public static ApiAnswer Json(int code, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream(2048);
        using (var writer = new Utf8JsonWriter(stream, Writing))
        {
            write(writer);
        }

        return new(code, stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    /// <summary>The first half of the answer under the code of success: what a broken proxy leaves of it.</summary>
    public ApiAnswer Torn() => new(StatusCodes.Status200OK, Body.IsEmpty ? "{\"kind\":"u8.ToArray() : Body[..(Body.Length / 2)]);
}
