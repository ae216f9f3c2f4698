using BackendPlugins.Cluster.Runner.Checking;
using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Simulators.BigQuery.Books;

namespace BackendPlugins.Cluster.Runner.Reporting;

/// <summary>One job as all parties saw it, in the order of time.</summary>
internal static class Timeline
{
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(5);

    /// <param name="evidence">All of it.</param>
    /// <param name="job">Name of an attempt; other attempts of its node are part of its story.</param>
    public static IReadOnlyList<string> Of(Evidence evidence, string job)
    {
        var family = job[..Math.Max(job.LastIndexOf('/'), 0)] + "/";
        var answers = evidence.Answers.Where(answer => answer.Job.StartsWith(family, StringComparison.Ordinal)).OrderBy(answer => answer.SentAt).ToList();
        var lines = new List<(DateTimeOffset At, string Who, string What)>();
        lines.AddRange(Folded(answers));
        foreach (var stored in evidence.Stored.Where(stored => stored.Name.StartsWith(family, StringComparison.Ordinal)))
        {
            lines.AddRange(stored.History.Select(edge => (edge.At, "history", $"{stored.Name} {edge.Stage} {edge.Phase}: {edge.Reason}")));
        }

        foreach (var book in evidence.Books.Where(book => AttemptEvidence.NameIn(book.Query ?? "").StartsWith(family, StringComparison.Ordinal)))
        {
            lines.AddRange(Of(book));
        }

        if (lines.Count == 0)
        {
            return [];
        }

        var (first, last) = (lines.Min(line => line.At) - Around, lines.Max(line => line.At) + Around);
        foreach (var disturbed in evidence.Disturbed.Where(disturbed => disturbed.Until >= first && disturbed.From <= last))
        {
            lines.Add((disturbed.From, "nemesis", disturbed.What));
            lines.Add((disturbed.Until, "nemesis", $"healed: {disturbed.What}"));
        }

        return
        [
            .. evidence.Nodes.SelectMany(node => node.Attempts).Where(attempt => attempt.Family + "/" == family).Select(attempt => $"  plan          {attempt}"),
            .. lines.OrderBy(line => line.At).Select(line => FormattableString.Invariant($"  {line.At:HH:mm:ss.fff} {line.Who,-8} {line.What}")),
        ];
    }

    private static IEnumerable<(DateTimeOffset At, string Who, string What)> Of(JobBook book)
    {
        yield return (At(book.CreationTime), "service", $"{book.JobId} made: {book.Inserts} inserts of {book.InsertCalls} calls, {book.Conflicts} conflicts, {book.Cancels} cancels");
        if (book.EndTime is { } end)
        {
            yield return (At(end), "service", $"{book.JobId} {book.State} {book.ErrorReason}");
        }

        static DateTimeOffset At(long? time) => DateTimeOffset.FromUnixTimeMilliseconds(time ?? 0);
    }

    /// <summary>Gets that tell the same are one line.</summary>
    private static IEnumerable<(DateTimeOffset At, string Who, string What)> Folded(List<Answer> answers)
    {
        for (var from = 0; from < answers.Count;)
        {
            var first = answers[from];
            var until = from + 1;
            while (until < answers.Count && IsRepeat(first, answers[until]))
            {
                until++;
            }

            var repeats = until - from > 1 ? $" ({until - from} times until {answers[until - 1].AnsweredAt:HH:mm:ss.fff})" : "";
            yield return (first.AnsweredAt, "client", FormattableString.Invariant($"{first.Job} sent {first.SentAt:HH:mm:ss.fff}: {first}{repeats}"));
            from = until;
        }
    }

    private static bool IsRepeat(Answer first, Answer other) =>
        (first.Job, first.Call, first.Status, first.Phase, first.ErrorCode) == (other.Job, other.Call, other.Status, other.Phase, other.ErrorCode)
        && first.Call == CallKind.Get;
}
