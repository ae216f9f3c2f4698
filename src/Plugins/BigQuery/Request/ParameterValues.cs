using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>An input as BigQuery's <c>QueryParameterValue</c>.</summary>
internal static class ParameterValues
{
    /// <summary>Converts a value.</summary>
    /// <param name="field">How its author finds it.</param>
    /// <param name="type">The parameter's type.</param>
    /// <param name="literal">The value, without packed parts.</param>
    /// <exception cref="TaskRefusedException">The value is not of the type and does not convert to it without loss.</exception>
    public static JsonObject Of(string field, ParameterType type, Literal literal)
    {
        var value = Bare(literal);
        return (type, value) switch
        {
            (_, NoneLiteral) => new JsonObject { ["value"] = null },
            (ArrayType array, CollectionLiteral list) => new JsonObject { ["arrayValues"] = OfItems(field, array, list) },
            (StructType fields, MapLiteral map) => new JsonObject { ["structValues"] = OfFields(field, fields, map) },
            (ScalarType { Name: ScalarType.Json }, _) => new JsonObject { ["value"] = InputJson.Of(field, value).ToJsonString(PluginJson.Options) },
            (ScalarType scalar, _) when ScalarText.Of(scalar.Name, value) is { } text => new JsonObject { ["value"] = text },
            _ => throw Mismatch(field, type, value),
        };
    }

    /// <summary>A value without the unions around it.</summary>
    public static Literal Bare(Literal literal)
    {
        while (literal is UnionLiteral union)
        {
            literal = union.Value;
        }

        return literal;
    }

    private static JsonArray OfItems(string field, ArrayType array, CollectionLiteral list) => new([.. list.Items.Select((item, i) =>
        Bare(item) is NoneLiteral
            ? throw new TaskRefusedException($"{field}[{i}]", "is none; BigQuery's arrays hold no NULL: leave it out of the list")
            : Of($"{field}[{i}]", array.Element, item))]);

    private static JsonObject OfFields(string field, StructType type, MapLiteral map)
    {
        var known = type.Fields.Select(item => item.Key).ToHashSet();
        if (map.Items.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            throw new TaskRefusedException(field, $"carries the attribute {unknown}, which its type does not declare; it has {string.Join(", ", known)}");
        }

        return new JsonObject(type.Fields.Select(item => KeyValuePair.Create<string, JsonNode?>(
            item.Key, Of($"{field}.{item.Key}", item.Value, map.Items.GetValueOrDefault(item.Key) ?? new NoneLiteral()))));
    }

    private static TaskRefusedException Mismatch(string field, ParameterType type, Literal value)
    {
        var (declared, wanted) = type switch
        {
            ScalarType { Name: ScalarType.Int64 } => ("integer", "a whole number of 64 bits"),
            ScalarType { Name: ScalarType.Float64 } => ("float", "a number"),
            ScalarType { Name: ScalarType.String } => ("string", "a text"),
            ScalarType { Name: ScalarType.Bool } => ("boolean", "true or false"),
            ScalarType { Name: ScalarType.Datetime or ScalarType.Timestamp } => ("datetime", "a datetime"),
            ScalarType { Name: ScalarType.Date } => ("date", "a date, at midnight UTC"),
            ScalarType { Name: ScalarType.Interval } => ("duration", "a duration of at most 10,000 years"),
            ScalarType { Name: ScalarType.Bytes } => ("binary", "bytes"),
            ArrayType => ("list", "a list"),
            StructType => ("dataclass", "a dataclass"),
            _ => (type.ToString(), "a value that converts to it without loss"),
        };
        return new TaskRefusedException(field, $"is declared {declared} but carries {InputWords.Of(value)}; pass {wanted}");
    }
}
