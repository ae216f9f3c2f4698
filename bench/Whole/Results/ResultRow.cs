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

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
