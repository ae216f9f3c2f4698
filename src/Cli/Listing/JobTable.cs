using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console;

namespace BackendPlugins.Cli.Listing;

/// <summary>Jobs as a table.</summary>
internal static class JobTable
{
    public static Table Of(IReadOnlyList<JobListEntry> jobs, DateTimeOffset now)
    {
        var table = new Table()
            .AddColumn(new TableColumn("KEY").NoWrap())
            .AddColumn(new TableColumn("PHASE").NoWrap())
            .AddColumn("EXECUTION")
            .AddColumn("NODE")
            .AddColumn("ATTEMPT")
            .AddColumn(new TableColumn("AGE").NoWrap())
            .AddColumn("MESSAGE");
        foreach (var job in jobs)
        {
            table.AddRow(
                new Text(job.Key),
                new Text(job.Phase ?? "", new Style(ColorOf(job.Phase))),
                new Text(job.Execution ?? ""),
                new Text(job.Node ?? ""),
                new Text($"{job.Attempt}"),
                new Text(job.CreatedAt is { } created ? DurationText.Of(now - created) : ""),
                new Text(OneLine(job.Message ?? "")));
        }

        return table;
    }

    private static Color ColorOf(string? phase) =>
        Style.Parse(PhaseColors.Of(Enum.GetValues<TaskPhase>().FirstOrDefault(known => known.FlyteName() == phase))).Foreground;

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
