using System.Globalization;
using BackendPlugins.Bench.Whole.Calls;
using BackendPlugins.Bench.Whole.Parties;
using BackendPlugins.Bench.Whole.Results;

namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>GetTask of running jobs against the bare server. Windows of each take turns, so that a noisy moment hits both.</summary>
internal sealed class GetScenario(bool external, BenchOptions options)
{
    private const int Connections = 4;
    private const int Jobs = 200;

    public async Task<IReadOnlyList<ResultRow>> RunAsync()
    {
        using var folder = new BenchFolder();
        await using var product = external ? await Topologies.ExternalAsync(folder.Path) : await Topologies.CohostedAsync(folder.Path);
        var (metas, answer) = await RunningJobs.CreateAsync(product.Endpoint, Jobs, TimeSpan.FromHours(2));
        await using var bare = await Topologies.BareAsync(answer, folder.Path);
        var requests = metas.Select(RawCalls.RequestOf).ToList();
        using var toProduct = new RawCalls(product.Endpoint, Connections);
        using var toBare = new RawCalls(bare.Endpoint, Connections);

        await LoopAsync(toBare, 64, options.WarmUp, bare);
        await LoopAsync(toProduct, 64, options.WarmUp, product);
        var rows = new List<ResultRow>();
        foreach (var callers in options.Callers)
        {
            var (floor, ours) = (new List<LoopResult>(), new List<LoopResult>());
            for (var round = 0; round < options.Rounds; round++)
            {
                floor.Add(await LoopAsync(toBare, callers, options.Window, bare));
                ours.Add(await LoopAsync(toProduct, callers, options.Window, product));
            }

            var (low, high) = (Spread.Of(floor), Spread.Of(ours));
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Spread.LineOf($"{product.Name} at {callers}", ours, floor)}; CPU {string.Join(" + ", high.Processor.Select(ms => ms.ToString("0.0000", CultureInfo.InvariantCulture)))} of {low.Processor[0]:0.0000} ms/call = {high.Processor.Sum() / low.Processor.Sum():0.00}x"));
            rows.Add(new ResultRow($"GetTask {product.Name}, {callers} callers", "calls/s", high.Rate, low.Rate, ResultKind.HigherIsBetter, callers == 128 ? external ? "at least 55 %" : "at least 75 %" : ""));
            rows.Add(new ResultRow($"GetTask {product.Name}, {callers} callers, p99", "ms", high.P99, low.P99, ResultKind.LowerIsBetter, callers == 16 && !external ? "at most 2 times" : ""));
            rows.Add(new ResultRow($"GetTask {product.Name}, {callers} callers, server CPU per call", "ms", high.Processor.Sum(), low.Processor.Sum(), ResultKind.LowerIsBetter, external ? "" : "at most 2 times"));
        }

        return rows;

        Task<LoopResult> LoopAsync(RawCalls calls, int callers, TimeSpan time, Party party) =>
            ClosedLoop.RunAsync(callers, time, (caller, number) => calls.GetAsync(caller, requests[(caller + (number * 31)) % requests.Count]), party.Servers);
    }
}
