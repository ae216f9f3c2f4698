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

    // The runtime goes on compiling what runs often for so long on a slow machine.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);


    // What came due while it stood still comes at once.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<ResultRow>> PostgresAsync(BenchOptions options)
    {
        using var folder = new BenchFolder();
        await using var server = await PostgresServer.CreateAsync();
        var database = await server.CreateDatabaseAsync();
        await using var product = await Topologies.CohostedAsync(
            folder.Path, "--JobStore:Provider", "postgres", "--ConnectionStrings:Jobs", database);
        return await MeasureAsync("PostgreSQL", product, create => BulkTable.PostgresAsync(database, create), options);
    }

    public static async Task<IReadOnlyList<ResultRow>> SqliteAsync(BenchOptions options)
    {
        using var folder = new BenchFolder();
        await using var product = await Topologies.CohostedAsync(folder.Path);
        var file = Path.Combine(folder.Path, "cohosted", "jobs.db");
        return await MeasureAsync("SQLite", product, create => BulkTable.SqliteAsync(file, Path.Combine(folder.Path, "floor.db"), create), options);
    }

    private static async Task<IReadOnlyList<ResultRow>> MeasureAsync(
        string store, Party product, Func<Func<Task>, Task<BulkTable>> floor, BenchOptions options)
    {
        var number = 0;
        var requests = new CreateRequests(TimeSpan.FromHours(1));
        using var calls = new RawCalls(product.Endpoint, Connections);
        using var table = await floor(() => calls.CreateAsync(0, requests.Next()));
        await using var bulk = new GroupedInserts(table.WriteAsync);
        var (low, high) = (new List<LoopResult>(), new List<LoopResult>());
        await InsertAsync(options.Window);
        await CreateAsync(WarmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            // A burst leaves work behind, which must not slow the floor.
            await using (await product.StandStillAsync())
            {
                low.Add(await InsertAsync(options.Window));
            }

            await CreateAsync(CatchUp);
            high.Add(await CreateAsync(options.Window));
        }

        var (ours, theirs) = (Spread.Of(high), Spread.Of(low));
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{Spread.LineOf(store, high, low)}; CPU {ours.Processor[0]:0.000} ms/call"));
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
            (_, _) => bulk.InsertAsync(new FloorRow(table.Pattern, Interlocked.Increment(ref number))));
    }
}
