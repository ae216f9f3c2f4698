using System.Globalization;
using System.Text;
using BackendPlugins.Cluster.Runner.Checking;
using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Cluster.Runner.Scenarios;
using Grpc.Core;

namespace BackendPlugins.Cluster.Runner.Reporting;

/// <summary>Puts a scenario's outcome into words.</summary>
internal static class ScenarioReport
{
    private const int MostTimelines = 10;

    public static ScenarioResult Of(ScenarioOptions options, Evidence evidence, IReadOnlyList<Violation> violations, TimeSpan quiet, string folder)
    {
        var summary = Summary(options, evidence, violations, quiet);
        var report = new StringBuilder(summary).AppendLine();
        foreach (var violation in violations)
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"VIOLATION {violation}");
        }

        foreach (var job in violations.Select(violation => violation.Job).Where(job => job.Length > 0).Distinct().Take(MostTimelines))
        {
            report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Timeline of {job}").AppendJoin('\n', Timeline.Of(evidence, job)).AppendLine();
        }

        if (violations.Count > 0)
        {
            report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Logs and this report: {folder}").AppendLine(CultureInfo.InvariantCulture, $"Replay: {options.ReplayCommand}");
        }

        return new ScenarioResult(evidence, violations, summary, report.ToString())
        {
            LongestSilence = Silences.Of(evidence.Answers).LongestJob is { } silent
                ? string.Join('\n', Timeline.Of(evidence, silent).Prepend($"Timeline of {silent}, the job that was silent for longest"))
                : "",
        };
    }

    private static string Summary(ScenarioOptions options, Evidence evidence, IReadOnlyList<Violation> violations, TimeSpan quiet)
    {
        var gaps = Silences.Of(evidence.Answers);
        var deaths = evidence.Recoveries.Count == 0 ? "" : Deaths(evidence);
        var ends = string.Join(", ", evidence.Stored.CountBy(job => job.Phase).OrderBy(phase => phase.Key).Select(phase => $"{phase.Value} {phase.Key}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
             seed {options.Seed}, {options.Mix}: {violations.Count} violations
               answers       {Calls(evidence, CallKind.Create)}; {Calls(evidence, CallKind.Get)}; {Calls(evidence, CallKind.Delete)}
               jobs          {evidence.Stored.Count}: {ends}
               service       {evidence.Books.Sum(book => book.Inserts)} jobs made in {evidence.Books.Sum(book => book.InsertCalls)} insert calls, {evidence.Books.Sum(book => book.Conflicts)} conflicts
               disturbances  {evidence.Disturbed.Count}: {string.Join(", ", evidence.Disturbed.CountBy(disturbed => disturbed.What.Split(' ')[0]).Select(kind => $"{kind.Value} {kind.Key}"))}
               silence       after a Get that a gateway failed until the job's next good one: {gaps.Spans.Count} times, median {gaps.Median.TotalSeconds:0.0} s, p99 {gaps.P99.TotalSeconds:0.0} s, longest {gaps.Longest.TotalSeconds:0.0} s ({gaps.LongestJob ?? "none"})
             {deaths}  slowest       answered Get {Slowest(evidence):0.0} s
               quiet         {quiet.TotalSeconds:0} s from healing to the last look
             """);
    }

    private static string Deaths(Evidence evidence)
    {
        var times = evidence.Recoveries.Order().Select(recovery => recovery.TotalSeconds).ToList();
        var failed = evidence.Probes.Where(probe => !probe.IsOk).CountBy(probe => probe.Broken ? "broken connection" : probe.Status.ToString()).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
               deaths        from a silo's death to the first good Get of each of {times.Count} living jobs: median {Share(0.5):0.00} s, p90 {Share(0.9):0.00} s, p99 {Share(0.99):0.00} s, longest {Share(1):0.0} s
                             {evidence.Probes.Count} Gets asked, slowest {evidence.Probes.Max(probe => probe.AnsweredAt - probe.SentAt).TotalSeconds:0.0} s; failed: {string.Join(", ", failed.Select(status => $"{status.Value} {status.Key}"))}

             """);

        double Share(double share) => times[(int)((times.Count - 1) * share)];
    }

    private static string Calls(Evidence evidence, CallKind kind)
    {
        var answers = evidence.Answers.Where(answer => answer.Call == kind).ToList();
        var failed = answers.Where(answer => !answer.IsOk).CountBy(answer => answer.Broken ? "broken connection" : answer.Status.ToString()).ToList();
        var tail = failed.Count == 0 ? "" : $" ({string.Join(", ", failed.Select(status => $"{status.Value} {status.Key}"))})";
        return $"{answers.Count} {kind}{tail}";
    }

    private static double Slowest(Evidence evidence) => evidence.Answers
        .Where(answer => answer is { Call: CallKind.Get, Status: StatusCode.OK })
        .Select(answer => (answer.AnsweredAt - answer.SentAt).TotalSeconds)
        .DefaultIfEmpty()
        .Max();
}
