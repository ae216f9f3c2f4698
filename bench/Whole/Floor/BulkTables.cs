using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>Rows like the product's own, in a table like its own: each is a copy of a row that the product has written, under a new key.</summary>
internal static class BulkTables
{
    private const string Columns =
        "version, plugin, category, stage, phase, family, attempt, project, domain, execution, node, external_id, created_at, changed_at, ended_at, message, document";

    /// <summary>A writer beside the product's table on PostgreSQL; it sends its rows whole, as the product does.</summary>
    public static async Task<Func<IReadOnlyList<string>, Task>> PostgresAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        await using (var create = source.CreateCommand("CREATE TABLE floor (LIKE job INCLUDING ALL)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var row = await RowAsync(source);
        var connection = await source.OpenConnectionAsync();
        var insert = new NpgsqlCommand($"INSERT INTO floor SELECT * FROM unnest({string.Join(", ", row.Select((column, i) => $"${i + 1}::{column.Type}[]"))})", connection);
        insert.Parameters.AddRange(row.Select(column => column.Parameter()).ToArray());
        return async keys =>
        {
            for (var i = 0; i < row.Count; i++)
            {
                row[i].Fill(insert.Parameters[i], keys);
            }

            await insert.ExecuteNonQueryAsync();
        };
    }

    /// <summary>A row of the product's that every row of the floor is like.</summary>
    private static async Task<IReadOnlyList<FloorColumn>> RowAsync(NpgsqlDataSource source)
    {
        await using var read = source.CreateCommand("SELECT * FROM job WHERE stage <> 'Ended' LIMIT 1");
        await using var reader = await read.ExecuteReaderAsync();
        await reader.ReadAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => new FloorColumn(reader.GetName(i), reader.GetDataTypeName(i), reader.IsDBNull(i) ? null : reader.GetValue(i)))];
    }

    /// <summary>A writer to a file beside the product's on SQLite, with its schema and its durability.</summary>
    public static Func<IReadOnlyList<string>, Task> Sqlite(string productFile, string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        Execute(string.Create(CultureInfo.InvariantCulture, $"ATTACH '{productFile}' AS product"));
        foreach (var statement in Schema())
        {
            Execute(statement);
        }

        Execute("CREATE TABLE pattern AS SELECT * FROM product.job WHERE stage <> 'Ended' LIMIT 1");
        Execute("DETACH product");
        var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT OR IGNORE INTO job SELECT $key, {Columns} FROM pattern";
        var key = insert.Parameters.Add("$key", SqliteType.Text);
        insert.Prepare();
        return keys =>
        {
            Write(keys);
            return Task.CompletedTask;
        };

        void Write(IReadOnlyList<string> keys)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var one in keys)
            {
                key.Value = one;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        void Execute(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }

        List<string> Schema()
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT sql FROM product.sqlite_master WHERE tbl_name = 'job' AND sql IS NOT NULL ORDER BY type DESC";
            using var reader = command.ExecuteReader();
            var statements = new List<string>();
            while (reader.Read())
            {
                statements.Add(reader.GetString(0));
            }

            return statements;
        }
    }
}
