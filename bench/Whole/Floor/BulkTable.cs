using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>A table like the product's, and a writer of rows like the product's: each is a copy of one that the product has written, but for what tells jobs apart.</summary>
/// <param name="pattern">The row of the product's.</param>
/// <param name="write">Writes rows in one commit.</param>
/// <param name="connections">What goes with the table.</param>
internal sealed class BulkTable(FloorPattern pattern, Func<IReadOnlyList<FloorRow>, Task> write, params IReadOnlyList<IDisposable> connections) : IDisposable
{
    // A row as the create has written it.
    private const string Accepted = "SELECT * FROM job WHERE version = 1 LIMIT 1";

    /// <summary>The row of the product's.</summary>
    public FloorPattern Pattern => pattern;

    /// <summary>Writes rows in one commit.</summary>
    public Task WriteAsync(IReadOnlyList<FloorRow> rows) => write(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>Beside the product's table on PostgreSQL; rows are sent whole, as the product sends them.</summary>
    /// <param name="connectionString">Reaches the database.</param>
    /// <param name="create">Has the product write a row.</param>
    public static async Task<BulkTable> PostgresAsync(string connectionString, Func<Task> create)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        var connection = await source.OpenConnectionAsync();
        await using (var table = new NpgsqlCommand("CREATE TABLE floor (LIKE job INCLUDING ALL)", connection))
        {
            await table.ExecuteNonQueryAsync();
        }

        await using var read = new NpgsqlCommand(Accepted, connection);
        var pattern = await RowAsync(read, create);
        var insert = new NpgsqlCommand($"INSERT INTO floor SELECT * FROM unnest({string.Join(", ", pattern.Columns.Select((column, i) => $"${i + 1}::{column.Type}[]"))})", connection);
        insert.Parameters.AddRange(pattern.Columns.Select(column => column.Parameter()).ToArray());
        return new BulkTable(pattern, WriteAsync, insert, connection, source);

        async Task WriteAsync(IReadOnlyList<FloorRow> rows)
        {
            for (var i = 0; i < pattern.Columns.Count; i++)
            {
                pattern.Columns[i].Fill(insert.Parameters[i], rows);
            }

            await insert.ExecuteNonQueryAsync();
        }
    }

    /// <summary>In a file beside the product's on SQLite, with its schema and its durability.</summary>
    /// <param name="productFile">The product's.</param>
    /// <param name="file">The new one.</param>
    /// <param name="create">Has the product write a row.</param>
    public static async Task<BulkTable> SqliteAsync(string productFile, string file, Func<Task> create)
    {
        await using var product = new SqliteConnection($"Data Source={productFile};Pooling=False");
        await product.OpenAsync();
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await ExecuteAsync(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        foreach (var statement in await SchemaAsync(product))
        {
            await ExecuteAsync(connection, statement);
        }

        await using var read = new SqliteCommand(Accepted, product);
        var pattern = await RowAsync(read, create);
        var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO job ({string.Join(", ", pattern.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", pattern.Columns.Select(column => "$" + column.Name))})";
        insert.Parameters.AddRange(pattern.Columns.Select(column => new SqliteParameter("$" + column.Name, DBNull.Value)));
        return new BulkTable(pattern, WriteAsync, insert, connection);

        // The driver's own calls wait for the disk: behind their asynchronous names as well.
        Task WriteAsync(IReadOnlyList<FloorRow> rows)
        {
            Write(rows);
            return Task.CompletedTask;
        }

        void Write(IReadOnlyList<FloorRow> rows)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in rows)
            {
                for (var i = 0; i < pattern.Columns.Count; i++)
                {
                    insert.Parameters[i].Value = pattern.Columns[i].Of(row) ?? DBNull.Value;
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    // The product goes on with what it has accepted: one row is seen as its create has written it.
    private static async Task<FloorPattern> RowAsync(DbCommand read, Func<Task> create)
    {
        while (true)
        {
            await create();
            await using var reader = await read.ExecuteReaderAsync();
            if (await reader.ReadAsync())
            {
                return new FloorPattern(
                    [.. Enumerable.Range(0, reader.FieldCount).Select(i => new FloorColumn(reader.GetName(i), reader.GetDataTypeName(i), reader.IsDBNull(i) ? null : reader.GetValue(i)))]);
            }
        }
    }

    private static async Task<List<string>> SchemaAsync(SqliteConnection product)
    {
        await using var command = new SqliteCommand("SELECT sql FROM sqlite_master WHERE tbl_name = 'job' AND sql IS NOT NULL ORDER BY type DESC", product);
        await using var reader = await command.ExecuteReaderAsync();
        var statements = new List<string>();
        while (await reader.ReadAsync())
        {
            statements.Add(reader.GetString(0));
        }

        return statements;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string text)
    {
        await using var command = new SqliteCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }
}
