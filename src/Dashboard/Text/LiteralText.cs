using System.Globalization;

namespace BackendPlugins.Dashboard.Text;

/// <summary>One line about a value: its kind and as much of it as fits.</summary>
internal static class LiteralText
{
    private const int Longest = 300;

    /// <summary>The kind of a value in Flyte's words.</summary>
    /// <param name="value">The value.</param>
    public static string Kind(Literal value) => value switch
    {
        IntegerLiteral => "integer",
        FloatLiteral => "float",
        StringLiteral => "string",
        BooleanLiteral => "boolean",
        DatetimeLiteral => "datetime",
        DurationLiteral => "duration",
        NoneLiteral => "none",
        BinaryLiteral => "binary",
        GenericLiteral => "struct",
        BlobLiteral { Multipart: true } => "folder",
        BlobLiteral => "file",
        SchemaLiteral => "schema",
        StructuredDatasetLiteral => "structured dataset",
        ErrorLiteral => "error",
        UnionLiteral union => $"union of {Kind(union.Value)}",
        CollectionLiteral => "list",
        MapLiteral => "map",
        OffloadedLiteral => "offloaded",
        _ => "unset",
    };

    /// <summary>The value itself, cut to a readable length.</summary>
    /// <param name="value">The value.</param>
    public static string Value(Literal value) => Cut(value switch
    {
        IntegerLiteral integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        FloatLiteral number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        StringLiteral text => text.Value,
        BooleanLiteral truth => truth.Value ? "true" : "false",
        DatetimeLiteral instant => instant.Value.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        DurationLiteral span => span.Value.ToString("c", CultureInfo.InvariantCulture),
        BinaryLiteral bytes => Count(bytes.Value.Length, "byte") + (bytes.Tag.Length == 0 ? "" : $" of {bytes.Tag}"),
        GenericLiteral json => json.Value.GetRawText(),
        BlobLiteral blob => blob.Uri,
        SchemaLiteral schema => schema.Uri,
        StructuredDatasetLiteral { Type.Format.Length: > 0 } table => $"{table.Uri} ({table.Type.Format})",
        StructuredDatasetLiteral table => table.Uri,
        ErrorLiteral error => $"{error.FailedNode}: {error.Message}",
        UnionLiteral union => Value(union.Value),
        CollectionLiteral list => Count(list.Items.Count, "item"),
        MapLiteral map => Count(map.Items.Count, "item"),
        OffloadedLiteral offloaded => $"{offloaded.Uri} ({offloaded.SizeBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes)",
        _ => "",
    });

    /// <summary>A text cut to a length, with a sign that it was.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Characters that stay.</param>
    public static string Cut(string text, int longest = Longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        // Half of a surrogate pair is no character.
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end] + "…";
    }

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
