using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BackendPlugins.Cli.Watching;

/// <summary>A picture that is redrawn, for terminals. The end stays as text that can be copied.</summary>
internal sealed class LiveWatchView(Screen screen, IAnsiConsole console) : IWatchView
{
    public async Task<TaskReport> ShowAsync(string name, IAsyncEnumerable<WatchMoment> moments)
    {
        TaskReport? end = null;
        await console.Live(Text.Empty).AutoClear(true).StartAsync(async display =>
        {
            await foreach (var moment in moments)
            {
                end = moment.Report;
                display.UpdateTarget(Picture(name, moment));
            }
        });

        ReportText.Write(screen, end ?? throw new InvalidOperationException("A watch has at least one moment."));
        return end;
    }

    private static Grid Picture(string name, WatchMoment moment)
    {
        var (report, phase) = (moment.Report, moment.Report.Phase);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        AddRow(grid, "job", new Text(name));
        AddRow(grid, "phase", new Markup(
            $"[{PhaseColors.Of(phase)}]{phase.FlyteName()}[/] for {DurationText.Of(moment.InPhase)} [grey](watched for {DurationText.Of(moment.Watched)})[/]"));
        if (report.Message.Length > 0)
        {
            AddRow(grid, "message", new Text(report.Message));
        }

        if (moment.Trouble is { } trouble)
        {
            AddRow(grid, "trouble", new Text(trouble, new Style(Color.Yellow)));
        }

        foreach (var link in report.Links)
        {
            AddRow(grid, "link", new Text($"{link.Name}: {link.Uri}", new Style(Color.Blue)));
        }

        return grid;
    }

    private static void AddRow(Grid grid, string label, IRenderable value) =>
        grid.AddRow(new Text(label, new Style(Color.Grey)), value);
}
