using System.Text.Encodings.Web;
using System.Text.Json;

namespace BackendPlugins.Dashboard.Text;

/// <summary>JSON for reading.</summary>
internal static class JsonText
{
    private const int Longest = 20_000;

    // The page escapes for HTML; escaping here too would show \u0026 for an ampersand.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented, cut to a readable length.</summary>
    /// <param name="json">The value.</param>
    public static string Pretty(JsonElement json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteTo(writer);
        }

        return LiteralText.Cut(System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length), Longest);
    }
}
