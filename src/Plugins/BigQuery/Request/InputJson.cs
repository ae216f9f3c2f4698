using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;

namespace BackendPlugins.BigQuery;

/// <summary>A value as JSON, for a parameter of type JSON.</summary>
internal static class InputJson
{
    /// <summary>Converts a value without packed parts.</summary>
    /// <exception cref="TaskRefusedException">JSON has no form for it.</exception>
    public static JsonNode Of(string field, Literal literal) => ParameterValues.Bare(literal) switch
    {
        IntegerLiteral integer => JsonValue.Create(integer.Value),
        FloatLiteral number when double.IsFinite(number.Value) => JsonValue.Create(number.Value),
        StringLiteral text => JsonValue.Create(text.Value),
        BooleanLiteral flag => JsonValue.Create(flag.Value),
        DatetimeLiteral instant => JsonValue.Create(instant.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)),
        DurationLiteral duration => JsonValue.Create(XmlConvert.ToString(duration.Value)),
        BinaryLiteral bytes => JsonValue.Create(Convert.ToBase64String(bytes.Value.Span)),
        CollectionLiteral list => new JsonArray([.. list.Items.Select((item, i) => OrNull($"{field}[{i}]", item))]),
        MapLiteral map => new JsonObject(map.Items.Select(item => KeyValuePair.Create(item.Key, OrNull($"{field}[\"{item.Key}\"]", item.Value)))),
        var other => throw new TaskRefusedException(field, $"is {InputWords.Of(other)}, for which JSON has no form"),
    };

    private static JsonNode? OrNull(string field, Literal literal) => ParameterValues.Bare(literal) is NoneLiteral ? null : Of(field, literal);
}
