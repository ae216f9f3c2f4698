using System.Globalization;
using BackendPlugins.Contracts;
using BackendPlugins.Simulators.BigQuery;
using BackendPlugins.Simulators.BigQuery.Books;
using Spectre.Console;

namespace BackendPlugins.Standalone.Demo;

/// <summary>What the demo comes to: the client's answers against the simulator's books.</summary>
/// <param name="Jobs">Jobs of the run.</param>
/// <param name="Accepted">Jobs that were accepted.</param>
/// <param name="Succeeded">Jobs that succeeded.</param>
/// <param name="Failed">Jobs that failed, retryably or not.</param>
/// <param name="Ended">Jobs that ended.</param>
/// <param name="Surprises">Jobs that ended otherwise than their simulation says; null where nothing can be said.</param>
/// <param name="Duplicates">External jobs beyond one for each accepted attempt; null where the service keeps no books for us.</param>
/// <param name="Missing">Accepted jobs that the service never got; null where the service keeps no books for us.</param>
/// <param name="GetErrors">GetTask calls that ended in an error.</param>
/// <param name="WallTime">Since this process began the demo.</param>
/// <param name="UpstreamCallsPerJob">Calls to the service for each job of the run; look-ups are counted since this start.</param>
/// <param name="Continued">Whether an earlier start began the run.</param>
internal sealed record DemoSummary(
    int Jobs,
    int Accepted,
    int Succeeded,
    int Failed,
    int Ended,
    int? Surprises,
    long? Duplicates,
    long? Missing,
    long GetErrors,
    TimeSpan WallTime,
    double UpstreamCallsPerJob,
    bool Continued)
{
    /// <summary>Whether every job was accepted and ended as its simulation says, and none ran twice.</summary>
    public bool IsTrue => Ended == Jobs && Surprises is null or 0 && Duplicates is null or 0 && Missing is null or 0;

    public static DemoSummary Of(DemoRun run, bool continued, DemoProgress progress, UpstreamCalls upstream, BigQuerySimulator? simulator, TimeSpan wallTime)
    {
        var books = simulator?.ReadBooks().Jobs.Where(book => book.JobId.StartsWith($"flyte_{run.Name}_", StringComparison.Ordinal)).ToList();
        var calls = books?.Sum(Calls) ?? upstream.Count;
        return new DemoSummary(
            run.Jobs,
            progress.Accepted,
            progress.In(JobPhase.Succeeded),
            progress.In(JobPhase.Failed) + progress.In(JobPhase.RetryableFailed),
            progress.Ended,
            simulator is null ? null : progress.Surprises,
            books is null ? null : Math.Max(0, books.Sum(book => (long)book.Inserts) - progress.Accepted),
            books is null ? null : Math.Max(0, progress.Accepted - books.Count(book => book.Inserts > 0)),
            progress.GetErrors,
            wallTime,
            (double)calls / Math.Max(1, run.Jobs),
            continued);
    }

    public void WriteTo(IAnsiConsole console)
    {
        var table = new Table().Title("Demo").Border(TableBorder.Rounded).HideHeaders().AddColumn("what").AddColumn(new TableColumn("value").RightAligned());
        Row("accepted", Number(Accepted));
        Row("succeeded", Number(Succeeded));
        Row("failed as simulated", Surprises is { } surprises ? $"{Failed}{(surprises > 0 ? $" ({surprises} otherwise than simulated)" : "")}" : $"{Failed} (the service is not ours: not checked)");
        Row("not ended", Number(Jobs - Ended));
        Row("duplicates", Duplicates is { } duplicates ? Number(duplicates) : "unknown (the service is not ours)");
        Row("accepted but never submitted", Missing is { } missing ? Number(missing) : "unknown (the service is not ours)");
        Row("GetTask errors", Number(GetErrors));
        Row("wall time", string.Create(CultureInfo.InvariantCulture, $"{WallTime.TotalSeconds:0.0} s"));
        Row(Continued ? "upstream calls per job since this start" : "upstream calls per job", UpstreamCallsPerJob.ToString("0.0", CultureInfo.InvariantCulture));
        console.Write(table);

        void Row(string what, string value) => table.AddRow(new Text(what), new Text(value));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static long Calls(JobBook book) => book.InsertCalls + book.Gets + book.Cancels;
}
