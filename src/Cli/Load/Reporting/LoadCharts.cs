using BackendPlugins.Cli.Load.Measuring;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>The plots of a run, as SVG.</summary>
internal static class LoadCharts
{
    private const int Width = 900;
    private const int Height = 280;
    private const int MostPoints = 400;
    private const int Bins = 40;

    /// <summary>The plots, each with its title.</summary>
    public static IEnumerable<(string Title, string Svg)> Of(LoadResult result)
    {
        var samples = Thin([.. result.Samples]);
        yield return ("Latency over time", Svg(Lines(
            "ms",
            ("get p50", OxyColors.SteelBlue, samples.Select(sample => (sample.At, sample.Get.P50 * 1000))),
            ("get p99", OxyColors.MidnightBlue, samples.Select(sample => (sample.At, sample.Get.P99 * 1000))),
            ("create p99", OxyColors.DarkOrange, samples.Select(sample => (sample.At, sample.Create.P99 * 1000))))));
        yield return ("Calls per second", Svg(Lines(
            "1/s",
            ("get", OxyColors.SteelBlue, samples.Select(sample => (sample.At, Rate(sample.Get, sample)))),
            ("create", OxyColors.DarkOrange, samples.Select(sample => (sample.At, Rate(sample.Create, sample)))),
            ("delete", OxyColors.Firebrick, samples.Select(sample => (sample.At, Rate(sample.Delete, sample)))))));
        yield return ("Jobs by phase over time", Svg(Phases(samples)));
        if (result.Detection.Count > 0)
        {
            yield return ("From a job's end at the service to the answer that told it", Svg(Histogram(result.Detection)));
        }

        if (result.Upstream is not null)
        {
            yield return ("Calls to the service per second", Svg(Upstream(samples, result.Quota)));
        }
    }

    private static PlotModel Lines(string unit, params (string Name, OxyColor Color, IEnumerable<(double At, double? Value)> Points)[] lines)
    {
        var plot = NewPlot("seconds", unit);
        foreach (var (name, color, points) in lines)
        {
            var series = new LineSeries { Title = name, Color = color, StrokeThickness = 1.5 };
            // A second without a call is a gap, not a zero.
            series.Points.AddRange(points.Select(point => new DataPoint(point.At, point.Value ?? double.NaN)));
            plot.Series.Add(series);
        }

        return plot;
    }

    private static PlotModel Phases(IReadOnlyList<LoadSample> samples)
    {
        var plot = NewPlot("seconds", "jobs");
        (string Name, OxyColor Color, Func<JobCounts, int> Count)[] layers =
        [
            ("succeeded", OxyColors.SeaGreen, jobs => jobs.Succeeded),
            ("failed", OxyColors.Firebrick, jobs => jobs.Failed),
            ("aborted", OxyColors.Goldenrod, jobs => jobs.Aborted),
            ("running", OxyColors.SteelBlue, jobs => jobs.Running),
            ("initializing", OxyColors.Silver, jobs => jobs.Initializing),
        ];
        var floor = new double[samples.Count];
        foreach (var (name, color, count) in layers)
        {
            var area = new AreaSeries { Title = name, Color = color, Fill = OxyColor.FromAColor(160, color), StrokeThickness = 0.5 };
            for (var i = 0; i < samples.Count; i++)
            {
                area.Points2.Add(new DataPoint(samples[i].At, floor[i]));
                floor[i] += count(samples[i].Jobs);
                area.Points.Add(new DataPoint(samples[i].At, floor[i]));
            }

            plot.Series.Add(area);
        }

        return plot;
    }

    private static PlotModel Histogram(IReadOnlyList<double> sorted)
    {
        var plot = NewPlot("seconds", "jobs");
        // The last hundredth would squeeze the others to a bar.
        var most = Math.Max(0.001, DelayLog.At(sorted, 99) ?? 0);
        var width = most / Bins;
        var bars = new RectangleBarSeries { FillColor = OxyColors.SteelBlue, StrokeColor = OxyColors.White };
        foreach (var bin in sorted.Where(delay => delay <= most).GroupBy(delay => Math.Min(Bins - 1, (int)(delay / width))))
        {
            bars.Items.Add(new RectangleBarItem(bin.Key * width, 0, (bin.Key + 1) * width, bin.Count()));
        }

        plot.Series.Add(bars);
        foreach (var (percentile, name) in new[] { (50.0, "p50"), (99.0, "p99") })
        {
            plot.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical, X = DelayLog.At(sorted, percentile) ?? 0, Text = name, Color = OxyColors.Firebrick,
            });
        }

        return plot;
    }

    private static PlotModel Upstream(IReadOnlyList<LoadSample> samples, double? quota)
    {
        var plot = Lines("1/s", ("calls", OxyColors.SteelBlue, samples.Select(sample => (sample.At, sample.Upstream))));
        if (quota is { } limit)
        {
            plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = limit, Text = "quota", Color = OxyColors.Firebrick });
            plot.Axes[1].Maximum = 1.1 * Math.Max(limit, samples.Max(sample => sample.Upstream ?? 0));
        }

        return plot;
    }

    private static PlotModel NewPlot(string across, string up)
    {
        var plot = new PlotModel { DefaultFont = "sans-serif", PlotAreaBorderColor = OxyColors.Gainsboro, Background = OxyColors.White };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = across, Minimum = 0, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColors.WhiteSmoke });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = up, Minimum = 0, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColors.WhiteSmoke });
        plot.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.TopCenter, LegendOrientation = LegendOrientation.Horizontal, LegendItemSpacing = 24,
        });
        return plot;
    }

    private static string Svg(PlotModel plot) =>
        new SvgExporter { Width = Width, Height = Height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }.ExportToString(plot);

    private static double? Rate(CallWindow window, LoadSample sample) => window.Answered / Math.Max(0.001, sample.Seconds);

    // An hour has 3,600 seconds, a plot 900 points across.
    private static IReadOnlyList<LoadSample> Thin(IReadOnlyList<LoadSample> samples)
    {
        var step = (samples.Count + MostPoints - 1) / MostPoints;
        return step <= 1 ? samples : [.. samples.Where((_, index) => index % step == 0 || index == samples.Count - 1)];
    }
}
