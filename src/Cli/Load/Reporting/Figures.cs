using System.Globalization;
using BackendPlugins.Cli.Load.Measuring;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>The figures of a run, by the names that <c>--fail-if</c> and JSON know.</summary>
internal static class Figures
{
    private static readonly string[] Methods = ["create", "get", "delete"];

    /// <summary>All names with their units.</summary>
    public static IReadOnlyDictionary<string, FigureUnit> Known { get; } = Names().ToDictionary(figure => figure.Name, figure => figure.Unit);

    /// <summary>The figures of a run.</summary>
    public static IReadOnlyList<Figure> Of(LoadResult result)
    {
        var values = new Dictionary<string, double?>();
        foreach (var (name, calls) in result.Calls)
        {
            for (var i = 0; i < CallSummary.Percentiles.Count; i++)
            {
                values[$"{name}.{PercentileName(i)}"] = calls.Answered == 0 ? null : calls.Values[i];
            }

            values[$"{name}.max"] = calls.Answered == 0 ? null : calls.Max;
            values[$"{name}.mean"] = calls.Answered == 0 ? null : calls.Mean;
            values[$"{name}.count"] = calls.Answered;
            values[$"{name}.errors"] = calls.Failed;
            values[$"{name}.rate"] = calls.Answered / result.CountedSeconds;
        }

        Delays("detection", result.Detection);
        Delays("running", result.Running);
        values["jobs.created"] = result.Jobs.Created;
        values["jobs.ended"] = result.Jobs.Ended;
        values["jobs.succeeded"] = result.Jobs.Succeeded;
        values["jobs.failed"] = result.Jobs.Failed;
        values["jobs.aborted"] = result.Jobs.Aborted;
        values["jobs.lost"] = result.Lost;
        values["jobs.wrong"] = result.Wrong;
        values["jobs.twice"] = result.Twice;
        values["upstream.calls"] = result.Upstream;
        values["upstream.rate"] = result.Upstream / result.Took.TotalSeconds;
        values["upstream.peak"] = result.Samples.Max(sample => sample.Upstream);
        values["upstream.perjob"] = result.Jobs.Created == 0 ? null : result.Upstream / (double)result.Jobs.Created;
        values["upstream.perjobhour"] = JobHours(result) is > 0 and var hours ? result.Upstream / hours : null;
        values["time"] = result.Took.TotalSeconds;
        return [.. Known.Select(known => new Figure(known.Key, known.Value, values[known.Key]))];

        void Delays(string name, IReadOnlyList<double> sorted)
        {
            for (var i = 0; i < CallSummary.Percentiles.Count; i++)
            {
                values[$"{name}.{PercentileName(i)}"] = DelayLog.At(sorted, CallSummary.Percentiles[i]);
            }

            values[$"{name}.max"] = DelayLog.At(sorted, 100);
            values[$"{name}.count"] = sorted.Count;
        }
    }

    private static IEnumerable<(string Name, FigureUnit Unit)> Names()
    {
        foreach (var method in Methods)
        {
            foreach (var name in LatencyNames(method))
            {
                yield return name;
            }

            yield return ($"{method}.mean", FigureUnit.Seconds);
            yield return ($"{method}.count", FigureUnit.Count);
            yield return ($"{method}.errors", FigureUnit.Count);
            yield return ($"{method}.rate", FigureUnit.PerSecond);
        }

        foreach (var delay in new[] { "detection", "running" })
        {
            foreach (var name in LatencyNames(delay))
            {
                yield return name;
            }

            yield return ($"{delay}.count", FigureUnit.Count);
        }

        foreach (var job in new[] { "created", "ended", "succeeded", "failed", "aborted", "lost", "wrong", "twice" })
        {
            yield return ($"jobs.{job}", FigureUnit.Count);
        }

        yield return ("upstream.calls", FigureUnit.Count);
        yield return ("upstream.rate", FigureUnit.PerSecond);
        yield return ("upstream.peak", FigureUnit.PerSecond);
        yield return ("upstream.perjob", FigureUnit.Count);
        yield return ("upstream.perjobhour", FigureUnit.Count);
        yield return ("time", FigureUnit.Seconds);
    }

    private static IEnumerable<(string Name, FigureUnit Unit)> LatencyNames(string of) =>
    [
        .. CallSummary.Percentiles.Select((_, index) => ($"{of}.{PercentileName(index)}", FigureUnit.Seconds)),
        ($"{of}.max", FigureUnit.Seconds),
    ];

    private static string PercentileName(int index) => string.Create(CultureInfo.InvariantCulture, $"p{CallSummary.Percentiles[index]}");

    private static double JobHours(LoadResult result) =>
        result.Samples.Sum(sample => (sample.Jobs.Initializing + sample.Jobs.Running) * sample.Seconds) / 3600;
}
