using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>A column of a result or table, or a field of a STRUCT.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">A name of standard SQL such as INT64; STRUCT has <see cref="Fields"/>.</param>
internal sealed record Column(string Name, string Type)
{
    public const string Struct = "STRUCT";

    /// <summary>An ARRAY of <see cref="Type"/>.</summary>
    public bool Repeated { get; init; }

    public IReadOnlyList<Column> Fields { get; init; } = [];

    /// <summary>Schemas on the wire still use the names of legacy SQL.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("type", Type switch { "INT64" => "INTEGER", "FLOAT64" => "FLOAT", "BOOL" => "BOOLEAN", Struct => "RECORD", _ => Type });
        writer.WriteString("mode", Repeated ? "REPEATED" : "NULLABLE");
        if (Fields.Count > 0)
        {
            WriteAll(writer, Fields);
        }

        writer.WriteEndObject();
    }

    /// <summary>A table schema's member <c>fields</c>.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<Column> columns)
    {
        writer.WriteStartArray("fields");
        foreach (var column in columns)
        {
            column.Write(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>The columns of a schema as sent with tables.insert.</summary>
    public static IReadOnlyList<Column> Read(JsonNode? schema) => schema?["fields"] is JsonArray fields ? [.. fields.OfType<JsonObject>().Select(Read)] : [];

    private static Column Read(JsonObject field) => new((string?)field["name"] ?? "", Canonical((string?)field["type"] ?? "STRING"))
    {
        Repeated = string.Equals((string?)field["mode"], "REPEATED", StringComparison.OrdinalIgnoreCase),
        Fields = Read((JsonNode)field),
    };

    /// <summary>The name of standard SQL for a type of either dialect; an unknown name stays.</summary>
    public static string Canonical(string type) => type.ToUpperInvariant() switch
    {
        "INTEGER" => "INT64",
        "FLOAT" => "FLOAT64",
        "BOOLEAN" => "BOOL",
        "RECORD" => Struct,
        var name => name,
    };

    public bool Equals(Column? other) =>
        other is not null && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && Type == other.Type && Repeated == other.Repeated && Fields.SequenceEqual(other.Fields);

    public override int GetHashCode() => HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Name), Type, Repeated, Fields.Count);
}
