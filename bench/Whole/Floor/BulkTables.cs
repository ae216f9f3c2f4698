using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>Rows like the product's own, in a table like its own: each is a copy of a row that the product has written, under a new key.</summary>
internal static class BulkTables
{
    private const string Columns =
        "version, plugin, category, stage, phase, family, attempt, project, domain, execution, node, external_id, created_at, changed_at, ended_at, message, document";

    /// <summary>A writer beside the product's table on PostgreSQL.</summary>
    public static async Task<Func<IReadOnlyList<string>, Task>> PostgresAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        await using (var create = source.CreateCommand("CREATE TABLE floor (LIKE job INCLUDING ALL); CREATE TABLE pattern AS SELECT * FROM job WHERE stage <> 'Ended' LIMIT 1"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var connection = await source.OpenConnectionAsync();
        var insert = new NpgsqlCommand($"INSERT INTO floor SELECT k, {Columns} FROM pattern, unnest($1) k ON CONFLICT DO NOTHING", connection)
        {
            Parameters = { new NpgsqlParameter<string[]>() },
        };
        return async keys =>
        {
            ((NpgsqlParameter<string[]>)insert.Parameters[0]).TypedValue = [.. keys];
            await insert.ExecuteNonQueryAsync();
        };
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
