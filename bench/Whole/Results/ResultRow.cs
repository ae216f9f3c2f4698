using System.Globalization;
using BackendPlugins.Bench.Whole.Calls;

namespace BackendPlugins.Bench.Whole.Results;

internal enum ResultKind
{
    HigherIsBetter,
    LowerIsBetter,
}

/// <summary>A figure beside its floor.</summary>
/// <param name="Name">What.</param>
/// <param name="Unit">In what.</param>
/// <param name="Value">How much.</param>
/// <param name="Floor">What the floor yielded in the same run; null where there is none.</param>
/// <param name="Kind">Which way is better.</param>
/// <param name="Target">What is aimed at; empty for nothing.</param>
internal sealed record ResultRow(string Name, string Unit, double Value, double? Floor, ResultKind Kind, string Target = "");

/// <summary>Rounds of one loop made into one figure: the median, so that one disturbed round does not count.</summary>
internal static class Spread
{
    public static LoopResult Of(IReadOnlyList<LoopResult> rounds) => new(
        Median(rounds.Select(round => round.Rate)),
        Median(rounds.Select(round => round.P50)),
        Median(rounds.Select(round => round.P99)),
        [.. Enumerable.Range(0, rounds[0].Processor.Count).Select(index => Median(rounds.Select(round => round.Processor[index])))]);

    /// <summary>Rounds against those of their floor, in a line for whoever watches.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="ours">The rounds.</param>
    /// <param name="floor">The floor's, in the same order.</param>
    public static string LineOf(string what, IReadOnlyList<LoopResult> ours, IReadOnlyList<LoopResult> floor)
    {
        var (high, low) = (Of(ours), Of(floor));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {high.Rate:#,0}/s of {low.Rate:#,0}/s = {high.Rate / low.Rate:0.0%} (rounds {string.Join(" ", ours.Zip(floor, (a, b) => $"{a.Rate / b.Rate:0%}"))}); p99 {high.P99:0.00} of {low.P99:0.00} ms = {high.P99 / low.P99:0.00}x");
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
