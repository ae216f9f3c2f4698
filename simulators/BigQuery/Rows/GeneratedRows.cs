using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>
/// Rows made from nothing but the column's name and the row's number, so that every reader of any page sees the same. Of each ten rows the
/// second, third and fourth hold the type's edges and the last is NULL; a column <c>row_number</c> counts from 0 and is never NULL.
/// </summary>
internal sealed class GeneratedRows(IReadOnlyList<Column> columns, long count) : RowSource(columns, count)
{
    public const string Counter = "row_number";

    // 2000-01-01 and thirty years in microseconds.
    private const long Epoch = 946_684_800_000_000;
    private const long Span = 946_080_000_000_000;

    protected override void WriteCell(Utf8JsonWriter writer, long row, int column, TimestampForm form) =>
        Write(writer, Columns[column], row, Mix((ulong)row, Name(Columns[column])), form);

    private static void Write(Utf8JsonWriter writer, Column column, long row, ulong lot, TimestampForm form)
    {
        if (row % 10 == 9 && column.Name != Counter)
        {
            CellText.WriteNull(writer, column);
            return;
        }

        if (!column.Repeated)
        {
            WriteOne(writer, column, row, lot, form);
            return;
        }

        writer.WriteStartArray();
        for (var index = 0UL; index < lot % 4; index++)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("v");
            // No NULLs within arrays: the service cannot return them.
            WriteOne(writer, column, 0, Mix(lot, index), form);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, Column column, long row, ulong lot, TimestampForm form)
    {
        if (column.Type != Column.Struct)
        {
            writer.WriteStringValue(Scalar(column, row, lot, form));
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("f");
        foreach (var field in column.Fields)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("v");
            Write(writer, field, row, Mix(lot, Name(field)), form);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Scalar(Column column, long row, ulong lot, TimestampForm form)
    {
        var (edge, number) = (row % 10, (long)(lot % 2_000_000) - 1_000_000);
        var micros = edge switch { 1 => -62_135_596_800_000_000, 2 => 253_402_300_799_999_999, 3 => 0, _ => Epoch + (long)(lot % (ulong)Span) };
        return column.Type switch
        {
            "INT64" when column.Name == Counter => CellText.Of(row),
            "INT64" => CellText.Of(edge switch { 1 => long.MaxValue, 2 => long.MinValue, 3 => 0, _ => number }),
            "FLOAT64" => CellText.Of(edge switch { 1 => double.NaN, 2 => double.PositiveInfinity, 3 => double.NegativeInfinity, _ => number / 1024.0 }),
            "BOOL" => lot % 2 == 0 ? "true" : "false",
            "STRING" => edge switch { 1 => "", 2 => "naïve “quotes” \\ \n \U0001F600", 3 => "NULL", _ => $"{column.Name}-{lot % 100_000}" },
            "BYTES" => Convert.ToBase64String(edge == 1 ? [] : BitConverter.GetBytes(lot)),
            "DATE" => CellText.OfDate(micros),
            "DATETIME" => CellText.OfDateTime(micros),
            "TIME" => CellText.OfTime(micros),
            "TIMESTAMP" => CellText.OfTimestamp(micros, form),
            "NUMERIC" => edge switch { 1 => "99999999999999999999999999999.999999999", 2 => "-99999999999999999999999999999.999999999", 3 => "0", _ => Decimal(number) },
            "BIGNUMERIC" => edge == 1 ? "578960446186580977117854925043439539266.34992332820282019728792003956564819967" : Decimal(number),
            "JSON" => edge switch { 1 => "null", 2 => "[]", 3 => "\"text\"", _ => string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{number}},"list":[1,"two"]}""") },
            "GEOGRAPHY" => string.Create(CultureInfo.InvariantCulture, $"POINT({(lot % 360) - 180.0} {(lot % 180) - 90.0})"),
            "INTERVAL" => string.Create(CultureInfo.InvariantCulture, $"{lot % 10}-{lot % 12} {lot % 30} {lot % 24}:{lot % 60}:0"),
            _ => "",
        };
    }

    private static string Decimal(long number) => (number / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static ulong Name(Column column) => Encoding.UTF8.GetBytes(column.Name).Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);

    private static ulong Mix(ulong left, ulong right)
    {
        var value = (left + 0x9E3779B97F4A7C15UL) ^ (right * 0xBF58476D1CE4E5B9UL);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
