using System.Globalization;
using BackendPlugins.Bench.Whole.Calls;
using BackendPlugins.Bench.Whole.Floor;
using BackendPlugins.Bench.Whole.Parties;
using BackendPlugins.Bench.Whole.Results;
using BackendPlugins.Processes;

namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>Durable creates against the same rows written by one grouped bulk writer.</summary>
internal static class CreateScenario
{
    private const int Callers = 64;
    private const int Connections = 4;

    public static async Task<IReadOnlyList<ResultRow>> PostgresAsync(BenchOptions options)
    {
        using var folder = new BenchFolder();
        await using var server = await PostgresServer.CreateAsync();
        var database = await server.CreateDatabaseAsync();
        await using var product = await Topologies.CohostedAsync(
            folder.Path, "--JobStore:Provider", "postgres", "--ConnectionStrings:Jobs", database);
        return await MeasureAsync("PostgreSQL", product, () => BulkTables.PostgresAsync(database), options);
    }

    public static async Task<IReadOnlyList<ResultRow>> SqliteAsync(BenchOptions options)
    {
        using var folder = new BenchFolder();
        await using var product = await Topologies.CohostedAsync(folder.Path);
        var file = Path.Combine(folder.Path, "cohosted", "jobs.db");
        return await MeasureAsync("SQLite", product, () => Task.FromResult(BulkTables.Sqlite(file, Path.Combine(folder.Path, "floor.db"))), options);
    }

    private static async Task<IReadOnlyList<ResultRow>> MeasureAsync(
        string store, Party product, Func<Task<Func<IReadOnlyList<string>, Task>>> floor, BenchOptions options)
    {
        var number = 0;
        var requests = new CreateRequests(TimeSpan.FromHours(1));
        using var calls = new RawCalls(product.Endpoint, Connections);
        await CreateAsync(options.WarmUp);
        await using var bulk = new GroupedInserts(await floor());
        await InsertAsync(TimeSpan.FromSeconds(2));
        var (low, high) = (new List<LoopResult>(), new List<LoopResult>());
        for (var round = 0; round < options.Rounds; round++)
        {
            // A burst leaves work behind, which must not slow the floor.
            await Resting.UntilAsync(product.Servers);
            low.Add(await InsertAsync(options.Window));
            high.Add(await CreateAsync(options.Window));
        }

        var (ours, theirs) = (Spread.Of(high), Spread.Of(low));
        return
        [
            new ResultRow($"CreateTask, {store}, {Callers} callers", "calls/s", ours.Rate, theirs.Rate, ResultKind.HigherIsBetter, store == "PostgreSQL" ? "at least 50 %" : ""),
            new ResultRow($"CreateTask, {store}, {Callers} callers, p99", "ms", ours.P99, theirs.P99, ResultKind.LowerIsBetter),
        ];

        Task<LoopResult> CreateAsync(TimeSpan time) => ClosedLoop.RunAsync(
            Callers, time,
            (caller, _) => calls.CreateAsync(caller, requests.Next()),
            product.Servers);

        Task<LoopResult> InsertAsync(TimeSpan time) => ClosedLoop.RunAsync(
            Callers, time,
            (_, _) => bulk.InsertAsync(string.Create(CultureInfo.InvariantCulture, $"bigquery_query_job_task/floor{Interlocked.Increment(ref number):D21}")));
    }
}
