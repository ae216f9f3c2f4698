using System.Globalization;
using System.Text.RegularExpressions;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Postgres;
using Npgsql;

namespace BackendPlugins.Storage.Tests.Postgres;

/// <summary>
/// The questions of pages, recovery and retention over ten million ended jobs, with the plans that PostgreSQL takes and the time
/// that they take. For <c>docs/storage.md</c>; runs when asked for, with some ten gigabytes of disk:
/// <c>dotnet exec BackendPlugins.Storage.Tests.dll -explicit only -class "*LargeTable*" -showLiveOutput</c>.
/// </summary>
public sealed partial class LargeTableTests(SharedPostgres postgres)
{
    private const long Start = 1_700_000_000_000;

    private static readonly long Rows = long.Parse(Environment.GetEnvironmentVariable("LARGE_TABLE_ROWS") ?? "10000000", CultureInfo.InvariantCulture);

    [Fact(Explicit = true)]
    public async Task Ten_million_ended_jobs_slow_nothing_down()
    {
        var database = await PostgresDatabase.CreateAsync(postgres.Server);
        using var store = RunningStore.Open(database.Settings);
        await using (var first = await store.Database.OpenReaderAsync())
        {
            // The schema is there.
        }

        await FillAsync(database.ConnectionString + ";Command Timeout=0");
        var page = new JobCursor(Start + (Rows / 2), "k").Write();
        var key = await database.ScalarAsync($"SELECT key FROM job WHERE created_at = {Start + 77}");
        (string Name, double Most, Func<NpgsqlConnection, NpgsqlBatch> Question)[] questions =
        [
            ("a job by its key", 100, connection => PlannedDatabase.Command(connection, JobStatements.Read, key!)),
            ("newest page", 100, List(new JobFilter())),
            ("a page in the middle", 100, List(new JobFilter { Cursor = page })),
            ("newest page of a phase", 100, List(new JobFilter { Phases = [JobPhase.Failed] })),
            ("a page of two phases in the middle", 200, List(new JobFilter { Phases = [JobPhase.Running, JobPhase.Failed], Cursor = page })),
            ("a page of a project in the middle", 200, List(new JobFilter { Project = "project-1", Domain = "development", Cursor = page })),
            ("newest page of a plugin", 100, List(new JobFilter { Plugin = "Snowflake" })),
            ("jobs of an execution", 100, List(new JobFilter { Execution = "execution-7" })),
            ("a job by its id at the service", 100, List(new JobFilter { ExternalId = "external-7" })),
            ("recovery: a page of unfinished jobs", 100, connection => PlannedDatabase.Command(connection, JobCatalog.Unfinished, "bigquery_query_job_task/5", 1000)),
            ("superseding: a family", 100, connection => PlannedDatabase.Command(connection, JobCatalog.Family, "family-500")),
            ("retention: a batch of 500", 1000, connection => PlannedDatabase.Batch(connection, PostgresStatements.ForgetSome(new ForgetJobs(Start + (Rows / 3), 500)))),
            ("count of a phase", 10_000, Count(new JobFilter { Phases = [JobPhase.Failed] })),
            ("count of all by phase", 60_000, Count(new JobFilter())),
        ];
        await using var connection = (NpgsqlConnection)await store.Database.OpenReaderAsync();
        foreach (var (name, most, question) in questions)
        {
            // The second time, as a page that is looked at again.
            await ExplainAsync(question(connection));
            var plan = await ExplainAsync(question(connection));
            TestContext.Current.TestOutputHelper!.WriteLine($"### {name}\n{plan}\n");
            plan.ShouldNotContain("Seq Scan on job");
            double.Parse(ExecutionTime().Match(plan).Groups["ms"].Value, CultureInfo.InvariantCulture).ShouldBeLessThan(most, plan);
        }

        Func<NpgsqlConnection, NpgsqlBatch> List(JobFilter filter) => connection => PostgresPlanTests.Query(connection, JobQuery.List(store.Database, filter));
        Func<NpgsqlConnection, NpgsqlBatch> Count(JobFilter filter) => connection => PostgresPlanTests.Query(connection, JobQuery.Count(store.Database, filter));
    }

    // Without the indexes, which are then built in one go: hours become minutes.
    private static async Task FillAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        var indexes = (string[])(await DoAsync("SELECT array_agg(indexdef) FROM pg_indexes WHERE tablename = 'job' AND indexname <> 'job_pkey'"))!;
        var names = (string[])(await DoAsync("SELECT array_agg(indexname::text) FROM pg_indexes WHERE tablename = 'job' AND indexname <> 'job_pkey'"))!;
        await DoAsync("ALTER TABLE job DROP CONSTRAINT job_pkey");
        foreach (var name in names)
        {
            await DoAsync($"DROP INDEX {name}");
        }

        await DoAsync("ALTER TABLE job SET UNLOGGED; SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 2");
        await DoAsync(
            $"""
            INSERT INTO job
            SELECT 'bigquery_query_job_task/' || md5(n::text), 5, CASE WHEN n % 10 = 0 THEN 'Snowflake' ELSE 'BigQuery' END, 'bigquery_query_job_task',
                CASE WHEN n % 1000 = 500 THEN 'Tracked' ELSE 'Ended' END,
                CASE WHEN n % 1000 = 500 THEN 'Running' WHEN n % 20 = 1 THEN 'Failed' ELSE 'Succeeded' END, 'family-' || n / 2, 0,
                'project-' || n % 5, 'development', 'execution-' || n / 10, 'n' || n % 10, 'external-' || n, {Start} + n, {Start} + n + 5,
                CASE WHEN n % 1000 = 500 THEN NULL ELSE {Start} + n + 5 END, 'the service says DONE', repeat(md5(n::text), 12)
            FROM generate_series(1, {Rows}) n
            """);
        await DoAsync("ALTER TABLE job ADD CONSTRAINT job_pkey PRIMARY KEY (key)");
        foreach (var index in indexes)
        {
            await DoAsync(index);
        }

        await DoAsync("VACUUM ANALYZE job");

        async Task<object?> DoAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
    }

    private static async Task<string> ExplainAsync(NpgsqlBatch batch)
    {
        await using (batch)
        {
            batch.BatchCommands[0].CommandText = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + batch.BatchCommands[0].CommandText;
            var lines = new List<string>();
            await using var reader = await batch.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }

            return string.Join('\n', lines);
        }
    }

    [GeneratedRegex(@"Execution Time: (?<ms>[\d.]+) ms")]
    private static partial Regex ExecutionTime();
}
