using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Catalog;

/// <summary>A table. Its rows are the results of the jobs that wrote it, made again whenever they are read. Times are epoch milliseconds.</summary>
internal sealed class SimulatedTable(TableName name, long createdAt, JsonObject document)
{
    private readonly List<RowSource> _parts = [];

    public TableName Name { get; } = name;

    public long CreatedAt { get; } = createdAt;

    public long ModifiedAt { get; private set; } = createdAt;

    /// <summary>When it vanishes; null never.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>The resource as sent with tables.insert; empty for a table that a job made.</summary>
    public JsonObject Document { get; } = document;

    public IReadOnlyList<Column> Columns { get; private set; } = Column.Read(document["schema"]);

    public long RowCount => _parts.Sum(part => part.Count);

    public RowSource ReadRows() => new JoinedRows(Columns, [.. _parts]);

    public void Write(RowSource rows, bool replace, long now)
    {
        if (replace)
        {
            _parts.Clear();
        }

        _parts.Add(rows);
        (Columns, ModifiedAt) = (rows.Columns, now);
    }
}
