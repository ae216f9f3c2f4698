using System.Diagnostics;
using HdrHistogram;

namespace BackendPlugins.Bench.Whole.Calls;

/// <summary>Callers that send their next call as soon as the last one is answered.</summary>
internal static class ClosedLoop
{
    private const long Longest = 60_000_000;

    /// <summary>Runs for a while.</summary>
    /// <param name="callers">How many.</param>
    /// <param name="time">How long.</param>
    /// <param name="call">A call: of which caller, and its number.</param>
    /// <param name="servers">Processes whose processor time is counted.</param>
    public static async Task<LoopResult> RunAsync(int callers, TimeSpan time, Func<int, int, Task> call, params IReadOnlyList<int> servers)
    {
        var stop = false;
        var before = servers.Select(ProcessorTime.Of).ToList();
        var start = Stopwatch.GetTimestamp();
        var work = Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))).ToList();
        // What happens meanwhile is what is measured.
        await Task.Delay(time);
        Volatile.Write(ref stop, true);
        var all = new LongHistogram(Longest, 3);
        foreach (var one in work)
        {
            all.Add(await one);
        }

        var took = Stopwatch.GetElapsedTime(start);
        var spent = servers.Select((id, index) => ProcessorTime.Of(id) - before[index]).ToList();
        return new LoopResult(
            all.TotalCount / took.TotalSeconds,
            all.GetValueAtPercentile(50) / 1000.0,
            all.GetValueAtPercentile(99) / 1000.0,
            [.. spent.Select(processor => processor.TotalMilliseconds / all.TotalCount)]);

        async Task<LongHistogram> CallAsync(int caller)
        {
            var histogram = new LongHistogram(Longest, 3);
            for (var number = 0; !Volatile.Read(ref stop); number++)
            {
                var began = Stopwatch.GetTimestamp();
                await call(caller, number);
                histogram.RecordValue(Math.Min(Longest - 1, (long)Stopwatch.GetElapsedTime(began).TotalMicroseconds));
            }

            return histogram;
        }
    }
}

/// <summary>What a loop did.</summary>
/// <param name="Rate">Calls a second.</param>
/// <param name="P50">Median in milliseconds.</param>
/// <param name="P99">99th percentile in milliseconds.</param>
/// <param name="Processor">Milliseconds of processor time a call, of each server process.</param>
internal sealed record LoopResult(double Rate, double P50, double P99, IReadOnlyList<double> Processor);
