using BackendPlugins.Cluster.Runner.Clients;

namespace BackendPlugins.Cluster.Runner.Reporting;

/// <summary>
/// How long gateways could say nothing of a job: from the sending of a Get that they failed to the job's next answer, while its
/// client kept asking.
/// </summary>
/// <param name="Spans">Shortest first.</param>
internal sealed record Silences(IReadOnlyList<(TimeSpan Span, string Job)> Spans)
{
    private static readonly TimeSpan KeepsAsking = TimeSpan.FromSeconds(6);

    public TimeSpan Median => Share(0.5);

    public TimeSpan P99 => Share(0.99);

    public TimeSpan Longest => Share(1);

    /// <summary>The job of the longest; null where none was silent.</summary>
    public string? LongestJob => Spans.Count == 0 ? null : Spans[^1].Job;

    public static Silences Of(IEnumerable<Answer> answers) => new(
    [
        .. answers
            .Where(answer => answer.Call == CallKind.Get)
            .GroupBy(answer => answer.Job)
            .SelectMany(job => InOrder(job.OrderBy(answer => answer.SentAt)).Select(span => (span, job.Key)))
            .OrderBy(silence => silence.span),
    ]);

    private TimeSpan Share(double share) => Spans.Count == 0 ? TimeSpan.Zero : Spans[(int)((Spans.Count - 1) * share)].Span;

    private static IEnumerable<TimeSpan> InOrder(IEnumerable<Answer> gets)
    {
        DateTimeOffset? since = null;
        var last = DateTimeOffset.MaxValue;
        foreach (var get in gets)
        {
            if (get.SentAt - last > KeepsAsking)
            {
                since = null;
            }

            last = get.AnsweredAt;
            if (get.IsOk)
            {
                if (since is { } start)
                {
                    yield return get.AnsweredAt - start;
                }

                since = null;
            }
            else if (!get.Broken)
            {
                since ??= get.SentAt;
            }
        }
    }
}
