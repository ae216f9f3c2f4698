using System.Globalization;
using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Which rows of a result to show.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Most">Most rows on the page; null leaves it to the service.</param>
/// <param name="Timestamps">How a TIMESTAMP is written.</param>
internal sealed record RowPage(long Start, long? Most, TimestampForm Timestamps)
{
    private const long PageBytes = 10 * 1024 * 1024;

    /// <exception cref="RequestShapeException">A parameter makes no sense.</exception>
    public static RowPage Read(IQueryCollection query) => new(
        QueryValues.Page(query) ?? QueryValues.Count(query, "startIndex") ?? 0,
        QueryValues.Count(query, "maxResults"),
        FormOf(QueryValues.Text(query, "formatOptions.timestampOutputFormat"), QueryValues.Flag(query, "formatOptions.useInt64Timestamp")));

    /// <param name="format">The member <c>timestampOutputFormat</c>; it goes before the flag.</param>
    /// <param name="int64">The member <c>useInt64Timestamp</c>.</param>
    public static TimestampForm FormOf(string? format, bool int64) => format switch
    {
        null or "" or "TIMESTAMP_OUTPUT_FORMAT_UNSPECIFIED" => int64 ? TimestampForm.Microseconds : TimestampForm.Seconds,
        "FLOAT64" => TimestampForm.Seconds,
        "INT64" => TimestampForm.Microseconds,
        "ISO8601_STRING" => TimestampForm.Iso8601,
        _ => throw QueryValues.Invalid("timestampOutputFormat", format),
    };

    /// <summary>Writes <c>totalRows</c>, <c>rows</c> and the token of the page that follows.</summary>
    /// <param name="writer">Within the answer's object.</param>
    /// <param name="rows">The whole result.</param>
    /// <param name="columns">The columns to show.</param>
    /// <param name="limit">Most rows on a page, whatever the caller asks.</param>
    /// <returns>Whether the page was the last.</returns>
    public bool Write(Utf8JsonWriter writer, RowSource rows, IReadOnlyList<Column> columns, int limit)
    {
        writer.WriteString("totalRows", rows.Count.ToString(CultureInfo.InvariantCulture));
        var (row, end) = (Start, Math.Min(rows.Count, Start + Math.Min(Most ?? limit, limit)));
        if (row >= end)
        {
            return true;
        }

        var begin = writer.BytesCommitted + writer.BytesPending;
        writer.WriteStartArray("rows");
        while (row < end && (row == Start || writer.BytesCommitted + writer.BytesPending - begin < PageBytes))
        {
            rows.WriteRow(writer, row++, columns, Timestamps);
        }

        writer.WriteEndArray();
        if (row < rows.Count)
        {
            writer.WriteString("pageToken", PageToken.Of(row));
        }

        return row >= rows.Count;
    }

    public static void WriteSchema(Utf8JsonWriter writer, IReadOnlyList<Column> columns)
    {
        writer.WriteStartObject("schema");
        Column.WriteAll(writer, columns);
        writer.WriteEndObject();
    }
}
