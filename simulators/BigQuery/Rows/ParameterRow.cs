using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>One row of query parameters' values, as the service would have read them. A value that its type does not know is shown as sent.</summary>
internal sealed class ParameterRow(IReadOnlyList<Column> columns, IReadOnlyList<JsonNode?> values) : RowSource(columns, 1)
{
    protected override void WriteCell(Utf8JsonWriter writer, long row, int column, TimestampForm form) => Write(writer, Columns[column], values[column], form);

    private static void Write(Utf8JsonWriter writer, Column column, JsonNode? value, TimestampForm form)
    {
        if (!column.Repeated)
        {
            WriteOne(writer, column, value, form);
            return;
        }

        writer.WriteStartArray();
        foreach (var element in value?["arrayValues"] as JsonArray ?? [])
        {
            writer.WriteStartObject();
            writer.WritePropertyName("v");
            WriteOne(writer, column, element, form);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, Column column, JsonNode? value, TimestampForm form)
    {
        if (column.Type == Column.Struct && value?["structValues"] is JsonObject fields)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("f");
            foreach (var field in column.Fields)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("v");
                Write(writer, field, fields[field.Name], form);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        else if (value?["value"]?.ToString() is { } text)
        {
            writer.WriteStringValue(Normal(column.Type, text, form));
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static string Normal(string type, string text, TimestampForm form) => type switch
    {
        "INT64" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => CellText.Of(number),
        "FLOAT64" when double.TryParse(Spelled(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => CellText.Of(number),
        "BOOL" => text.ToLowerInvariant(),
        "DATETIME" => text.Replace(' ', 'T'),
        "TIMESTAMP" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) =>
            CellText.OfTimestamp((moment.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, form),
        _ => text,
    };

    private static string Spelled(string text) => text.ToLowerInvariant().TrimStart('+') switch
    {
        "inf" or "infinity" => "Infinity",
        "-inf" or "-infinity" => "-Infinity",
        "nan" => "NaN",
        var plain => plain,
    };
}
