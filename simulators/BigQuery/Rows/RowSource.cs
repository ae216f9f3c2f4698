using System.Text.Json;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>The rows of a result, made when somebody reads them.</summary>
internal abstract class RowSource(IReadOnlyList<Column> columns, long count)
{
    public static RowSource Empty { get; } = new NoRows();

    public IReadOnlyList<Column> Columns { get; } = columns;

    public long Count { get; } = count;

    /// <summary>Writes <c>{"f":[{"v":...}]}</c> in the order of the columns given; those that the source lacks are NULL.</summary>
    public virtual void WriteRow(Utf8JsonWriter writer, long row, IReadOnlyList<Column> columns, TimestampForm form)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("f");
        for (var index = 0; index < columns.Count; index++)
        {
            var own = index < Columns.Count && Columns[index].Name == columns[index].Name ? index : IndexOf(columns[index].Name);
            writer.WriteStartObject();
            writer.WritePropertyName("v");
            if (own < 0)
            {
                CellText.WriteNull(writer, columns[index]);
            }
            else
            {
                WriteCell(writer, row, own, form);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    protected abstract void WriteCell(Utf8JsonWriter writer, long row, int column, TimestampForm form);

    private int IndexOf(string name)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            if (Columns[index].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }

    private sealed class NoRows() : RowSource([], 0)
    {
        protected override void WriteCell(Utf8JsonWriter writer, long row, int column, TimestampForm form) => throw new InvalidOperationException("There are no rows.");
    }
}

/// <summary>How a TIMESTAMP is written.</summary>
internal enum TimestampForm
{
    /// <summary>Seconds as a floating point number, the service's default.</summary>
    Seconds,

    /// <summary>Microseconds.</summary>
    Microseconds,

    /// <summary>ISO 8601 with Z.</summary>
    Iso8601,
}
