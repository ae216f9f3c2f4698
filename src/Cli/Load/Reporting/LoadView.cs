using System.Globalization;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Load.Measuring;
using BackendPlugins.Cli.Load.Planning;
using BackendPlugins.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>Shows a run while it goes on: a picture on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class LoadView(Screen screen, IAnsiConsole console, bool isTerminal, LoadPlan plan)
{
    private const double SecondsPerLine = 5;
    private const int ChartWidth = 72;

    private double _nextLine;

    /// <summary>Shows what <paramref name="follow"/> tells, until it ends.</summary>
    public async Task ShowAsync(Func<Action<LoadSample>, Task> follow)
    {
        if (screen.IsJson)
        {
            await follow(_ => { });
        }
        else if (isTerminal)
        {
            await console.Live(Text.Empty).AutoClear(true).StartAsync(async display => await follow(sample => display.UpdateTarget(Picture(sample))));
        }
        else
        {
            await follow(WriteLine);
        }
    }

    private void WriteLine(LoadSample sample)
    {
        if (sample.At < _nextLine && sample.Jobs.Ended < plan.Jobs)
        {
            return;
        }

        _nextLine = sample.At + SecondsPerLine;
        var jobs = sample.Jobs;
        screen.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{sample.At,6:0}s  created {jobs.Created}/{plan.Jobs}  initializing {jobs.Initializing}  running {jobs.Running}  ended {jobs.Ended}  get {Rate(sample.Get, sample)} p99 {Latency(sample.Get.P99)}  create {Rate(sample.Create, sample)} p99 {Latency(sample.Create.P99)}  upstream {Upstream(sample)}"));
    }

    private Rows Picture(LoadSample sample)
    {
        var jobs = sample.Jobs;
        var chart = new BarChart().Width(ChartWidth).WithMaxValue(plan.Jobs)
            .AddItem("to come", plan.Jobs - jobs.Created, Color.Grey37)
            .AddItem("initializing", jobs.Initializing, Color.Grey)
            .AddItem("running", jobs.Running, Color.Blue)
            .AddItem("succeeded", jobs.Succeeded, Color.Green)
            .AddItem("failed", jobs.Failed, Color.Red)
            .AddItem("aborted", jobs.Aborted, Color.Yellow);
        var table = new Table().Border(TableBorder.None)
            .AddColumn("CALL").AddColumn(Right("RATE")).AddColumn(Right("P50")).AddColumn(Right("P99")).AddColumn(Right("ERRORS"));
        foreach (var (name, window) in new[] { ("create", sample.Create), ("get", sample.Get), ("delete", sample.Delete) })
        {
            table.AddRow(
                name, Rate(window, sample), Latency(window.P50), Latency(window.P99),
                window.Failed == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"[red]{window.Failed}[/]"));
        }

        table.AddRow("upstream", Upstream(sample), "", "", "");
        IRenderable head = new Markup(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{jobs.Created}[/] of {plan.Jobs} jobs created, [bold]{jobs.Ended}[/] ended, {DurationText.Of(TimeSpan.FromSeconds(sample.At))}"));
        return new Rows(head, chart, table);
    }

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Rate(CallWindow window, LoadSample sample) =>
        string.Create(CultureInfo.InvariantCulture, $"{window.Answered / Math.Max(0.001, sample.Seconds):#,0}/s");

    private static string Latency(double? seconds) => seconds is { } value ? Figure.TextOf(FigureUnit.Seconds, value) : "-";

    private static string Upstream(LoadSample sample) =>
        sample.Upstream is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.#}/s") : "-";
}
