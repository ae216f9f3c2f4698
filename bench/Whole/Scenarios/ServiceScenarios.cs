using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BackendPlugins.Bench.Whole.Calls;
using BackendPlugins.Bench.Whole.Parties;
using BackendPlugins.Bench.Whole.Results;
using BackendPlugins.Flyte.V1;
using Google.Protobuf;

namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>What jobs cost the service, and how soon their ends are told.</summary>
internal static class ServiceScenarios
{
    // The burst is not what is measured here.
    private static readonly string[] QuickSubmits = ["--Plugins:BigQuery:InsertsPerSecond", "2000"];

    /// <summary>Calls to the service while jobs of ten minutes run.</summary>
    public static async Task<IReadOnlyList<ResultRow>> UpstreamAsync(int jobs)
    {
        using var folder = new BenchFolder();
        await using var product = await Topologies.CohostedAsync(folder.Path, QuickSubmits);
        using var calls = new RawCalls(product.Endpoint, connections: 4);
        await CreateAsync(calls, jobs, TimeSpan.FromMinutes(10));
        using var books = new ServiceBooks(product.Service!);
        await books.UntilAsync("insert", jobs);
        // The burst of creates, and the looks at young jobs, are over then: what jobs cost at rest is measured.
        await Task.Delay(TimeSpan.FromSeconds(30));
        var (before, start) = (await books.AllAsync(), Stopwatch.GetTimestamp());
        // The window.
        await Task.Delay(TimeSpan.FromSeconds(45));
        var rate = (await books.AllAsync() - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return
        [
            new ResultRow($"calls to the service, {jobs:#,0} running jobs of 10 min", "calls/s", rate, null, ResultKind.LowerIsBetter, jobs == 10_000 ? "at most 10" : ""),
            new ResultRow($"calls to the service, {jobs:#,0} running jobs of 10 min, for a job and hour", "calls", rate * 3600 / jobs, null, ResultKind.LowerIsBetter),
        ];
    }

    /// <summary>From a job's end at the service to the answer that tells it.</summary>
    public static async Task<IReadOnlyList<ResultRow>> DetectionAsync(int jobs, string durations, string target)
    {
        using var folder = new BenchFolder();
        await using var product = await Topologies.CohostedAsync(folder.Path);
        var figures = await Backendctl.LoadAsync(product, ["--jobs", jobs.ToString(CultureInfo.InvariantCulture), "--durations", durations, .. Backendctl.Attentive]);
        return
        [
            new ResultRow($"end at the service to GetTask, {jobs:#,0} jobs of {durations}, p50", "s", figures.GetProperty("detection.p50").GetDouble(), null, ResultKind.LowerIsBetter, target),
            new ResultRow($"end at the service to GetTask, {jobs:#,0} jobs of {durations}, p99", "s", figures.GetProperty("detection.p99").GetDouble(), null, ResultKind.LowerIsBetter, target),
        ];
    }

    /// <summary>Memory of a job that is tracked and that nobody asks for.</summary>
    public static async Task<IReadOnlyList<ResultRow>> MemoryAsync(int jobs)
    {
        using var folder = new BenchFolder();
        await using var product = await Topologies.CohostedAsync(folder.Path, [.. QuickSubmits, "--Plugins:BigQuery:GetsPerSecond", "2000"]);
        using var calls = new RawCalls(product.Endpoint, connections: 4);
        using var books = new ServiceBooks(product.Service!);

        // The code of an empty silo is loaded and compiled by its first jobs.
        await CreateAsync(calls, 200, TimeSpan.FromSeconds(1));
        await OpenJobs.NoneAsync(product.Http!);
        var empty = await ResidentMemory.OfAsync(product.Servers[0]);
        await CreateAsync(calls, jobs, TimeSpan.FromHours(10), first: 1000);
        await books.UntilAsync("insert", jobs + 200);
        // A job counts at rest, not as the burst has left it.
        await Task.Delay(TimeSpan.FromSeconds(30));
        return [new ResultRow($"resident memory of a tracked job, {jobs:#,0} jobs", "KB", (await ResidentMemory.OfAsync(product.Servers[0]) - empty) / 1024.0 / jobs, null, ResultKind.LowerIsBetter, "at most 6 KB")];
    }

    /// <summary>Creates jobs as fast as it goes.</summary>
    public static Task CreateAsync(RawCalls calls, int jobs, TimeSpan duration, int first = 0) =>
        Parallel.ForEachAsync(Enumerable.Range(first, jobs), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, _) =>
            await calls.CreateAsync(index, TaskRequests.ToWire(RunningJobs.TaskOf(index, duration)).ToByteArray()));
}

/// <summary>Calls that the simulated service has counted.</summary>
internal sealed class ServiceBooks(Uri service) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = service };

    /// <summary>All calls.</summary>
    public async Task<long> AllAsync() => (await ReadAsync()).Sum(method => method.Value.GetInt64());

    /// <summary>Waits until a method was called this often.</summary>
    /// <exception cref="TimeoutException">It was not.</exception>
    public Task UntilAsync(string method, long calls) => Patience.UntilAsync(
        $"{method} was called {calls} times",
        async () => (await ReadAsync()).Single(one => one.Name == method).Value.GetInt64() >= calls,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromMinutes(10));

    /// <summary>Waits until no job runs at the service.</summary>
    /// <exception cref="TimeoutException">Some still do.</exception>
    public Task UntilNoneRunsAsync() => Patience.UntilAsync(
        "no job runs at the service", NoneRunsAsync, TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(2));

    public void Dispose() => _http.Dispose();

    private async Task<bool> NoneRunsAsync()
    {
        var running = new Uri($"/bigquery/v2/projects/{RunningJobs.Project}/jobs?stateFilter=pending&stateFilter=running&allUsers=true&maxResults=1", UriKind.Relative);
        return !JsonElement.Parse(await _http.GetStringAsync(running)).TryGetProperty("jobs", out var jobs) || jobs.GetArrayLength() == 0;
    }

    private async Task<IReadOnlyList<JsonProperty>> ReadAsync() => [.. JsonElement.Parse(await _http.GetStringAsync(new Uri("/_calls", UriKind.Relative))).EnumerateObject()];
}
