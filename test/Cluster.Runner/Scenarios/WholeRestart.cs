using System.Globalization;
using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Cluster.Runner.Nemesis;
using BackendPlugins.Cluster.Runner.Parties;
using BackendPlugins.Processes;

namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>
/// Kills every silo of a cluster that watches many jobs, starts them again, and tells how soon all jobs are watched again and
/// what that costs the store and the service. Default settings; nobody asks for a job meanwhile.
/// </summary>
internal sealed class WholeRestart(ScenarioOptions options, TimeProvider time, Action<string> say) : IDisposable
{
    private const string Gauge = "backend_plugin_jobs_watched";

    /// <summary>From the start of the processes until every job is watched.</summary>
    private static readonly TimeSpan Target = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Runs it.</summary>
    /// <returns>Whether the target was met.</returns>
    public async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cluster-restart-").FullName;
        say($"{options.Silos} silos, {options.Gateways} gateways, {options.Jobs} jobs; logs in {folder}");
        await using var cluster = await RunningCluster.StartAsync(options, folder, time);
        using var calls = new GatewayCalls(cluster.GrpcAddresses, time);
        using var service = new ServiceFaults(cluster.ServiceAddress);
        await CreateAsync(calls);
        var tracked = await UntilWatchedAsync(cluster, time.GetTimestamp());
        await UntilAsync(async () => (await service.ReadBooksAsync()).Jobs.Count(job => job.Inserts == 1) == options.Jobs, "all jobs run at the service");
        say($"all jobs run and are watched, {tracked.TotalSeconds:0} s after the last create");
        var idle = await WatchAsync(cluster, service, TimeSpan.FromSeconds(60), "at rest");

        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
        var began = time.GetTimestamp();
        var starting = Task.WhenAll(cluster.Silos.Select(silo => silo.StartAsync()));
        var watching = WatchAsync(cluster, service, TimeSpan.FromSeconds(60), "after the restart");
        await starting;
        var ready = time.GetElapsedTime(began);
        var watched = await UntilWatchedAsync(cluster, began);
        say($"all silos ready {ready.TotalSeconds:0.0} s and all {options.Jobs} jobs watched {watched.TotalSeconds:0.0} s after the start (target {Target.TotalSeconds:0} s)");
        var storm = await watching;
        var inserts = (await service.ReadBooksAsync()).Jobs.Sum(job => job.Inserts);
        say($"the service made {inserts} jobs; most calls in a second {storm} (at rest {idle})");
        return watched <= Target && inserts == options.Jobs;
    }

    public void Dispose() => _http.Dispose();

    private async Task CreateAsync(GatewayCalls calls)
    {
        var began = time.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, options.Jobs), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, _) =>
        {
            var job = new AttemptScript { Execution = "restart", Node = FormattableString.Invariant($"n{index}"), Attempt = 0, Runs = TimeSpan.FromHours(12) };
            while (!(await calls.CreateAsync(index % calls.Gateways, job)).IsOk)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), time, CancellationToken.None);
            }
        });
        say($"{options.Jobs} jobs accepted in {time.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    private async Task<TimeSpan> UntilWatchedAsync(RunningCluster cluster, long since)
    {
        await UntilAsync(async () => (await Task.WhenAll(cluster.Silos.Select(WatchedAsync))).Sum() >= options.Jobs, "all jobs are watched");
        return time.GetElapsedTime(since);
    }

    /// <summary>Watches calls of the service and work of the database, second by second.</summary>
    /// <returns>The most calls in a second.</returns>
    private async Task<long> WatchAsync(RunningCluster cluster, ServiceFaults service, TimeSpan span, string when)
    {
        var (calls, work) = (new List<long>(), new List<long>());
        var (lastCalls, lastWork) = (await service.ReadCallsAsync(), await TransactionsAsync(cluster));
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < span;)
        {
            var second = time.GetTimestamp();
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            var (nowCalls, nowWork) = (await service.ReadCallsAsync(), await TransactionsAsync(cluster));
            var seconds = time.GetElapsedTime(second).TotalSeconds;
            calls.Add((long)((nowCalls - lastCalls) / seconds));
            work.Add((long)((nowWork - lastWork) / seconds));
            (lastCalls, lastWork) = (nowCalls, nowWork);
        }

        say($"{when}: calls of the service a second {string.Join(' ', calls)}");
        say($"{when}: transactions of the database a second {string.Join(' ', work)}");
        return calls.Max();
    }

    private static async Task<long> TransactionsAsync(RunningCluster cluster) => Convert.ToInt64(
        await PostgresServer.ExecuteAsync(cluster.Connection, "SELECT sum(xact_commit) FROM pg_stat_database"), CultureInfo.InvariantCulture);

    private async Task<long> WatchedAsync(Party silo)
    {
        try
        {
            var metrics = await _http.GetStringAsync(new Uri(silo.Http, "metrics"));
            return metrics.Split('\n').Where(line => line.StartsWith(Gauge, StringComparison.Ordinal))
                .Sum(line => long.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    private async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var began = time.GetTimestamp(); !await holds();)
        {
            if (time.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"It never came that {what}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), time);
        }
    }
}
