namespace BackendPlugins.Cli.Load.Measuring;

/// <summary>Calls of one method within a second or so.</summary>
/// <param name="Answered">How many were answered.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="P50">Median latency in seconds; null where none was answered.</param>
/// <param name="P99">99th percentile in seconds; null where none was answered.</param>
internal sealed record CallWindow(long Answered, int Failed, double? P50, double? P99);

/// <summary>Calls of one method of a whole run.</summary>
/// <param name="Answered">How many were answered.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Values">Latencies in seconds at <see cref="Percentiles"/>; empty where none was answered.</param>
/// <param name="Max">The longest in seconds.</param>
/// <param name="Mean">The mean in seconds.</param>
internal sealed record CallSummary(long Answered, int Failed, IReadOnlyList<double> Values, double Max, double Mean)
{
    /// <summary>The percentiles that are told.</summary>
    public static IReadOnlyList<double> Percentiles { get; } = [50, 90, 95, 99, 99.9];
}
