using System.Text.Json;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>The rows of several sources, one after the other.</summary>
internal sealed class JoinedRows(IReadOnlyList<Column> columns, IReadOnlyList<RowSource> parts) : RowSource(columns, parts.Sum(part => part.Count))
{
    public override void WriteRow(Utf8JsonWriter writer, long row, IReadOnlyList<Column> columns, TimestampForm form)
    {
        foreach (var part in parts)
        {
            if (row < part.Count)
            {
                part.WriteRow(writer, row, columns, form);
                return;
            }

            row -= part.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(row));
    }

    protected override void WriteCell(Utf8JsonWriter writer, long row, int column, TimestampForm form) =>
        throw new InvalidOperationException("Whole rows are written, by the part that has them.");
}
