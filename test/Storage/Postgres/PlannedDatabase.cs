using System.Text.RegularExpressions;
using Npgsql;

namespace BackendPlugins.Storage.Tests.Postgres;

/// <summary>A database with as many jobs as it takes for plans to matter.</summary>
public sealed partial class PlannedDatabase(SharedPostgres postgres) : IAsyncLifetime
{
    private RunningStore _store = null!;

    internal IJobDatabase Database => _store.Database;

    public async ValueTask InitializeAsync()
    {
        var database = await PostgresDatabase.CreateAsync(postgres.Server);
        _store = RunningStore.Open(database.Settings);
        // A plan for a table that has never been looked at is the worst that there is.
        (await PlanAsync(connection => Command(connection, JobStatements.Read))).ShouldBe(["job_pkey"]);
        database.Execute(
            """
            INSERT INTO job
            SELECT 'key-' || n, 1, CASE WHEN n % 10 = 0 THEN 'Snowflake' ELSE 'BigQuery' END, 'c', CASE WHEN n % 100 = 0 THEN 'Tracked' ELSE 'Ended' END,
                CASE WHEN n % 100 = 0 THEN 'Running' WHEN n % 20 = 1 THEN 'Failed' ELSE 'Succeeded' END, 'family-' || n / 2, 0,
                'project-' || n % 5, 'development', 'execution-' || n / 10, 'n' || n % 10, 'external-' || n, n, n,
                CASE WHEN n % 100 = 0 THEN NULL ELSE n END, '', repeat('x', 300)
            FROM generate_series(1, 20000) n
            """);
        database.Execute("VACUUM ANALYZE job");
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a statement scans: the names of indexes, or <c>job</c> for the table itself; and <c>Sort</c>.</summary>
    internal async Task<List<string>> PlanAsync(Func<NpgsqlConnection, NpgsqlBatch> create)
    {
        await using var connection = (NpgsqlConnection)await Database.OpenReaderAsync();
        await using var batch = create(connection);
        batch.BatchCommands[0].CommandText = "EXPLAIN " + batch.BatchCommands[0].CommandText;
        await using var reader = await batch.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
        {
            steps.AddRange(Scans().Matches(reader.GetString(0)).Select(match => match.Groups["name"].Value).Where(name => name.Length > 0));
        }

        return steps;
    }

    /// <summary>A command as a batch of one.</summary>
    internal static NpgsqlBatch Batch(NpgsqlConnection connection, NpgsqlBatchCommand command) => new(connection) { BatchCommands = { command } };

    internal static NpgsqlBatch Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        var names = sql.Split(' ', ',', '(', ')').Where(word => word.StartsWith('@')).Distinct();
        foreach (var (i, name) in names.Index())
        {
            command.Parameters.Add(new NpgsqlParameter(name, i < values.Length ? values[i] : "k"));
        }

        return Batch(connection, command);
    }

    [GeneratedRegex(@"Seq Scan on (?<name>job)\b|Index (Only )?Scan (Backward )?using (?<name>\w+)|Bitmap Index Scan on (?<name>\w+)|(?<name>\bSort) +\(")]
    private static partial Regex Scans();
}
