using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>A type of a query parameter.</summary>
internal abstract record ParameterType
{
    /// <summary>As BigQuery's <c>QueryParameterType</c>.</summary>
    public abstract JsonObject ToJson();

    /// <summary>In SQL: <c>ARRAY&lt;INT64&gt;</c>.</summary>
    public abstract override string ToString();

    /// <summary>Reads a <c>QueryParameterType</c>; null where it has another form.</summary>
    public static ParameterType? Read(JsonNode? json)
    {
        if (json is not JsonObject type || type["type"] is not JsonValue word || !word.TryGetValue<string>(out var name))
        {
            return null;
        }

        return name.ToUpperInvariant() switch
        {
            "ARRAY" => Read(type["arrayType"]) is { } element ? new ArrayType(element) : null,
            "STRUCT" => ReadStruct(type["structTypes"] as JsonArray),
            "RANGE" => null,
            "INTEGER" => new ScalarType(ScalarType.Int64),
            "FLOAT" => new ScalarType(ScalarType.Float64),
            "BOOLEAN" => new ScalarType(ScalarType.Bool),
            var scalar => new ScalarType(scalar),
        };
    }

    private static StructType? ReadStruct(JsonArray? fields)
    {
        var read = new List<KeyValuePair<string, ParameterType>>();
        foreach (var field in fields ?? [])
        {
            if (field is not JsonObject named || named["name"] is not JsonValue word || !word.TryGetValue<string>(out var name) || Read(named["type"]) is not { } type)
            {
                return null;
            }

            read.Add(new(name, type));
        }

        return read.Count == 0 ? null : new StructType(read);
    }
}

/// <summary>A type whose values are single texts.</summary>
internal sealed record ScalarType(string Name) : ParameterType
{
    public const string Int64 = "INT64";
    public const string Float64 = "FLOAT64";
    public const string Numeric = "NUMERIC";
    public const string BigNumeric = "BIGNUMERIC";
    public const string String = "STRING";
    public const string Bool = "BOOL";
    public const string Datetime = "DATETIME";
    public const string Timestamp = "TIMESTAMP";
    public const string Date = "DATE";
    public const string Interval = "INTERVAL";
    public const string Bytes = "BYTES";
    public const string Json = "JSON";

    public override JsonObject ToJson() => new() { ["type"] = Name };

    public override string ToString() => Name;
}

/// <summary>A list.</summary>
internal sealed record ArrayType(ParameterType Element) : ParameterType
{
    public override JsonObject ToJson() => new() { ["type"] = "ARRAY", ["arrayType"] = Element.ToJson() };

    public override string ToString() => $"ARRAY<{Element}>";
}

/// <summary>Named fields in order.</summary>
internal sealed record StructType(IReadOnlyList<KeyValuePair<string, ParameterType>> Fields) : ParameterType
{
    public override JsonObject ToJson() => new()
    {
        ["type"] = "STRUCT",
        ["structTypes"] = new JsonArray([.. Fields.Select(field => new JsonObject { ["name"] = field.Key, ["type"] = field.Value.ToJson() })]),
    };

    public override string ToString() => $"STRUCT<{string.Join(", ", Fields.Select(field => $"{field.Key} {field.Value}"))}>";
}
