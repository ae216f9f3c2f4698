using BackendPlugins.Contracts;
using BackendPlugins.Dashboard.Text;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>A part of a job's life.</summary>
/// <param name="Label">What it was.</param>
/// <param name="Style">Class of the stylesheet.</param>
/// <param name="Length">How long it took.</param>
/// <param name="Weight">Its share of the picture.</param>
/// <param name="Title">All of it in a sentence.</param>
/// <param name="Ongoing">Whether it lasts.</param>
internal sealed record LifePart(string Label, string Style, string Length, double Weight, string Title, bool Ongoing);

/// <summary>Something that happened to a job.</summary>
/// <param name="At">When.</param>
/// <param name="After">How long after it was accepted.</param>
/// <param name="Style">Class of the stylesheet.</param>
/// <param name="Label">The stage or phase that it led to; null for news in between.</param>
/// <param name="Text">What happened.</param>
internal sealed record Happening(DateTimeOffset At, string After, string Style, string? Label, string Text);

/// <summary>A job's history, cut into what can be drawn.</summary>
internal static class JobLifePicture
{
    /// <summary>The parts, in order. Edges that change neither stage nor phase do not begin a new one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">Now, where the last part lasts.</param>
    public static IReadOnlyList<LifePart> Parts(JobDetails job, DateTimeOffset now)
    {
        var parts = new List<LifePart>();
        var history = job.History;
        for (var place = 0; place < history.Count;)
        {
            var first = history[place];
            var next = place + 1;
            while (next < history.Count && history[next].Stage == first.Stage && history[next].Phase == first.Phase)
            {
                next++;
            }

            var (label, style) = Words(first);
            if (first.Stage == JobStage.Ended)
            {
                parts.Add(new LifePart(label, style, $"{first.At.UtcDateTime:HH:mm:ss}", 1.2, first.Reason, false));
            }
            else
            {
                var ongoing = next == history.Count;
                var span = (ongoing ? now : history[next].At) - first.At;
                var length = Elapsed.Text(span);
                parts.Add(new LifePart(label, style, length, 1 + Math.Log10(1 + Math.Max(0, span.TotalMilliseconds)), $"{label} for {length}: {first.Reason}", ongoing));
            }

            place = next;
        }

        return parts;
    }

    /// <summary>Edges and news, oldest first.</summary>
    /// <param name="job">The job.</param>
    public static IReadOnlyList<Happening> Happenings(JobDetails job)
    {
        var accepted = job.Snapshot.CreatedAt;
        var edges = job.History.Select((edge, place) => new Happening(
            edge.At,
            After(edge.At),
            Words(edge).Style,
            place > 0 && job.History[place - 1].Stage == edge.Stage && job.History[place - 1].Phase == edge.Phase ? null : Words(edge).Label,
            edge.Reason));
        var news = job.Progress.Select(progress => new Happening(progress.At, After(progress.At), "news", null, progress.Text));
        return [.. edges.Concat(news).OrderBy(happening => happening.At)];

        string After(DateTimeOffset at) => at == accepted ? "" : $"+{Elapsed.Text(at - accepted)}";
    }

    private static (string Label, string Style) Words(JobEdge edge) => edge.Stage switch
    {
        JobStage.Accepted => ("Accepted", "initializing"),
        JobStage.Submitting => ("Submitting", "initializing"),
        JobStage.Tracked when edge.Phase == JobPhase.Initializing => ("Waiting at the service", "initializing"),
        _ => (PhaseWords.Of(edge.Phase).Label, PhaseWords.Of(edge.Phase).Style),
    };
}
