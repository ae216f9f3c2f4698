using BackendPlugins.Cluster.Runner.Clients;

namespace BackendPlugins.Cluster.Runner.Reporting;

/// <summary>How long jobs could not be asked for: from the sending of a Get that failed to the next answer of that job.</summary>
internal sealed record Silences(int Count, TimeSpan Median, TimeSpan P99, TimeSpan Longest)
{
    public static Silences Of(IEnumerable<Answer> answers)
    {
        var spans = answers
            .Where(answer => answer.Call == CallKind.Get)
            .GroupBy(answer => answer.Job)
            .SelectMany(job => InOrder(job.OrderBy(answer => answer.SentAt)))
            .Order()
            .ToList();
        return spans.Count == 0
            ? new Silences(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)
            : new Silences(spans.Count, spans[spans.Count / 2], spans[spans.Count * 99 / 100], spans[^1]);
    }

    private static IEnumerable<TimeSpan> InOrder(IEnumerable<Answer> gets)
    {
        DateTimeOffset? since = null;
        foreach (var get in gets)
        {
            if (!get.IsOk)
            {
                since ??= get.SentAt;
            }
            else if (since is { } start)
            {
                yield return get.AnsweredAt - start;
                since = null;
            }
        }
    }
}
