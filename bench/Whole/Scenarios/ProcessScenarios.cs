using System.Diagnostics;
using System.Globalization;
using BackendPlugins.Bench.Whole.Calls;
using BackendPlugins.Bench.Whole.Parties;
using BackendPlugins.Bench.Whole.Results;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Processes;
using Grpc.Core;
using Grpc.Net.Client;

namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>Start, crash and number of processes.</summary>
internal static class ProcessScenarios
{
    /// <summary>From the start of the process to the first answer to ListAgents.</summary>
    public static async Task<IReadOnlyList<ResultRow>> StartAsync(BenchOptions options)
    {
        var times = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            using var folder = new BenchFolder();
            var (grpc, http) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
            var start = Stopwatch.GetTimestamp();
            await using var program = ProgramOutput.Start(
                "Standalone", "BackendPlugins.Standalone", "--grpc-port", Text(grpc), "--http-port", Text(http), "--data", Path.Combine(folder.Path, "data"));
            await ListAsync(grpc);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return [new ResultRow("Standalone: process start to ListAgents", "s", Spread.Median(times), null, ResultKind.LowerIsBetter, "at most 3 s")];
    }

    /// <summary>Jobs that ended while the process was dead: from its start until all their ends are stored, with nobody asking.</summary>
    public static async Task<IReadOnlyList<ResultRow>> RecoveryAsync(int jobs)
    {
        using var folder = new BenchFolder();
        var (simulator, service) = await Topologies.SimulatorAsync();
        await using var simulated = simulator;
        string[] settings =
        [
            "--data", Path.Combine(folder.Path, "data"), "--bigquery-endpoint", service.AbsoluteUri, "--Plugins:BigQuery:Credentials", "anonymous",
            "--Plugins:BigQuery:InsertsPerSecond", "1000",
        ];
        var (grpc, http) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
        await using (var first = ProgramOutput.Start("Standalone", "BackendPlugins.Standalone", ["--grpc-port", Text(grpc), "--http-port", Text(http), .. settings]))
        {
            await ListAsync(grpc);
            using var calls = new RawCalls($"127.0.0.1:{grpc}", connections: 2);
            await ServiceScenarios.CreateAsync(calls, jobs, TimeSpan.FromSeconds(20));
            using var books = new ServiceBooks(service);
            await books.UntilAsync("insert", jobs);
            await first.KillAsync();
        }

        // They end while nobody watches.
        using (var books = new ServiceBooks(service))
        {
            await books.UntilNoneRunsAsync();
        }

        var start = Stopwatch.GetTimestamp();
        await using var second = ProgramOutput.Start("Standalone", "BackendPlugins.Standalone", ["--grpc-port", Text(grpc), "--http-port", Text(http), .. settings]);
        await ListAsync(grpc);
        await OpenJobs.NoneAsync(new Uri($"http://127.0.0.1:{http}"));
        return [new ResultRow($"kill -9 and start again: until the ends of {jobs:#,0} jobs are known", "s", Stopwatch.GetElapsedTime(start).TotalSeconds, null, ResultKind.LowerIsBetter)];
    }

    /// <summary>A fixed load on clusters of several silos.</summary>
    public static async Task<IReadOnlyList<ResultRow>> SilosAsync(int silos)
    {
        await using var server = await PostgresServer.CreateAsync();
        await using var product = await Topologies.ClusterAsync(
            await server.CreateDatabaseAsync(), silos, "--Plugins:BigQuery:InsertsPerSecond=2000");
        await Backendctl.LoadAsync(product, "--jobs", "300", "--durations", "100ms", "--as-fast-as-possible", "--callers", "32", "--seed", "2");
        var figures = await Backendctl.LoadAsync(product, "--jobs", "3000", "--durations", "100ms", "--as-fast-as-possible", "--callers", "32");
        return
        [
            new ResultRow($"3,000 jobs from create to told end, {silos} silo{(silos == 1 ? "" : "s")}, PostgreSQL", "s", figures.GetProperty("time").GetDouble(), null, ResultKind.LowerIsBetter),
        ];
    }

    private static async Task ListAsync(int port)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var agents = new AgentMetadataService.AgentMetadataServiceClient(channel);
        await Patience.UntilAsync("agents are listed", ListedAsync, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(2));

        async Task<bool> ListedAsync()
        {
            try
            {
                await agents.ListAgentsAsync(new ListAgentsRequest(), new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30)));
                return true;
            }
            catch (RpcException problem) when (problem.StatusCode is StatusCode.Unavailable)
            {
                return false;
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
