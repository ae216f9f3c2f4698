using System.Globalization;

namespace BackendPlugins.Cli.Output;

/// <summary>Values for people.</summary>
internal static class LiteralText
{
    public static string Of(Literal literal) => literal switch
    {
        IntegerLiteral integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        FloatLiteral number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        StringLiteral text => $"\"{text.Value}\"",
        BooleanLiteral truth => truth.Value ? "true" : "false",
        DatetimeLiteral instant => instant.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        DurationLiteral span => System.Xml.XmlConvert.ToString(span.Value),
        NoneLiteral => "none",
        UnsetLiteral => "not set",
        BinaryLiteral binary => $"{binary.Value.Length} bytes {binary.Tag}".TrimEnd(),
        GenericLiteral generic => generic.Value.GetRawText(),
        BlobLiteral blob => blob.Uri,
        SchemaLiteral schema => schema.Uri,
        StructuredDatasetLiteral dataset => dataset.Uri,
        OffloadedLiteral offloaded => offloaded.Uri,
        ErrorLiteral error => $"error of {error.FailedNode}: {error.Message}",
        UnionLiteral union => Of(union.Value),
        CollectionLiteral list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        MapLiteral map => $"{{{string.Join(", ", map.Items.Select(item => $"{item.Key}: {Of(item.Value)}"))}}}",
        _ => literal.GetType().Name,
    };
}
