using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>A query parameter's type as a column.</summary>
internal static class ParameterType
{
    public static Column Read(string name, JsonNode? type)
    {
        var word = Column.Canonical((string?)type?["type"] ?? "STRING");
        return word switch
        {
            "ARRAY" => Read(name, type!["arrayType"]) with { Repeated = true },
            Column.Struct => new(name, word)
            {
                Fields = [.. (type!["structTypes"] as JsonArray ?? []).OfType<JsonObject>().Select((field, index) => Read((string?)field["name"] ?? $"_field_{index + 1}", field["type"]))],
            },
            _ => new(name, word),
        };
    }
}
