using System.Globalization;
using BackendPlugins.Contracts;

namespace BackendPlugins.Gateway.Answers;

/// <summary>A line of a job's log: an edge of its life, or news between two.</summary>
/// <param name="At">When.</param>
/// <param name="Text">Stage, phase and reason of an edge; the service's words between.</param>
internal sealed record JobLogLine(DateTimeOffset At, string Text);

/// <summary>A page of a job's log.</summary>
/// <param name="Lines">Oldest first.</param>
/// <param name="NextToken">Where the next page begins; empty where there is no further line.</param>
internal sealed record JobLogPage(IReadOnlyList<JobLogLine> Lines, string NextToken)
{
    /// <summary>Lines in one message of the stream: keeps it far below the size limits.</summary>
    public const int LinesPerMessage = 200;

    /// <summary>Reads a page of a job's history.</summary>
    /// <param name="job">The job.</param>
    /// <param name="lines">Lines at most; 0 for all.</param>
    /// <param name="token">The token of the page before; empty for the first.</param>
    /// <exception cref="JobRequestException">The token is none of ours.</exception>
    public static JobLogPage Of(JobDetails job, ulong lines, string token)
    {
        var history = LinesOf(job);
        var begin = 0;
        if (token.Length > 0
            && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out begin) || begin > history.Count))
        {
            throw JobRequestException.Invalid("token is none of this job's log; send the token of the page before, or none for the first page");
        }

        var count = lines == 0 || lines > (ulong)(history.Count - begin) ? history.Count - begin : (int)lines;
        var next = begin + count;
        return new JobLogPage(
            [.. history.Skip(begin).Take(count)],
            next == history.Count ? "" : next.ToString(CultureInfo.InvariantCulture));
    }

    // Edges and the news between them; an edge comes before news of the same moment.
    private static List<JobLogLine> LinesOf(JobDetails job) =>
    [
        .. job.History.Select(edge => new JobLogLine(edge.At, TextOf(edge)))
            .Concat(job.Progress.Select(news => new JobLogLine(news.At, news.Text)))
            .OrderBy(line => line.At),
    ];

    private static string TextOf(JobEdge edge) =>
        $"{PhaseTable.NameOf(edge.Stage)} {PhaseTable.Of(edge.Phase).Name}: {edge.Reason}";
}
