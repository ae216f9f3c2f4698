using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console;

namespace BackendPlugins.Cli.Listing;

/// <summary>Jobs as a table of one line each.</summary>
internal static class JobTable
{
    // Fewer columns than these tell nothing.
    private const int LeastMessage = 20;
    private const int PhaseColumn = 1;

    private static readonly string[] Headers = ["KEY", "PHASE", "EXECUTION", "NODE", "ATTEMPT", "AGE"];

    /// <summary>Makes the table.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="now">The time that ages count to.</param>
    /// <param name="width">Columns of the terminal, which messages are cut to; null for no bound.</param>
    public static Table Of(IReadOnlyList<JobListEntry> jobs, DateTimeOffset now, int? width)
    {
        var rows = jobs.Select(job => CellsOf(job, now)).ToList();
        var taken = Headers.Select((header, column) => 1 + rows.Select(row => row[column].Length).Append(header.Length).Max()).Sum();
        var room = width - taken ?? int.MaxValue;
        var table = new Table().AddColumns(Headers);
        if (room >= LeastMessage)
        {
            table.AddColumn("MESSAGE");
        }

        foreach (var (job, cells) in jobs.Zip(rows))
        {
            var row = cells.Select((cell, column) => column is PhaseColumn ? new Text(cell, new Style(ColorOf(cell))) : new Text(cell));
            table.AddRow(room >= LeastMessage ? row.Append(new Text(Cut(job.Message ?? "", room))) : row);
        }

        return table;
    }

    private static string[] CellsOf(JobListEntry job, DateTimeOffset now) =>
    [
        job.Key,
        job.Phase ?? "",
        job.Execution ?? "",
        job.Node ?? "",
        $"{job.Attempt}",
        job.CreatedAt is { } created ? DurationText.Of(now - created) : "",
    ];

    private static Color ColorOf(string phase) =>
        Style.Parse(PhaseColors.Of(Enum.GetValues<TaskPhase>().FirstOrDefault(known => known.FlyteName() == phase))).Foreground;

    private static string Cut(string text, int room)
    {
        var line = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= room ? line : $"{line[..(room - 1)].TrimEnd()}…";
    }
}
