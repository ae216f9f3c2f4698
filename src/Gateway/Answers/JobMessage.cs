using System.Globalization;
using System.Text;
using BackendPlugins.Contracts;

namespace BackendPlugins.Gateway.Answers;

/// <summary>The sentence that people read beside a job: where it stands, how old that is, and what is being done about it.</summary>
internal static class JobMessage
{
    /// <summary>Whether the sentence is another one a second later: it tells how old the news are.</summary>
    /// <param name="job">The job.</param>
    public static bool Ages(JobSnapshot job) => job.Trouble is not null || job.StoreTrouble is not null || (job.Absence is not null && job.EndedAt is null);

    /// <summary>Composes it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">The moment of the answer.</param>
    public static string Of(JobSnapshot job, DateTimeOffset now)
    {
        var message = job.Error?.Message ?? job.Message;
        var absence = job.EndedAt is null ? job.Absence : null;
        if (!Ages(job))
        {
            return message;
        }

        var text = new StringBuilder(message);
        if (absence is not null)
        {
            Space(text).Append(CultureInfo.InvariantCulture, $"This state was stored at {Instant(job.ChangedAt)}: {Sentence(absence)}");
        }

        if (job.Trouble is { } trouble)
        {
            Space(text).Append(job.ObservedAt is { } seen
                ? string.Create(CultureInfo.InvariantCulture, $"This state is {Age(now - seen)} old ({Instant(seen)}).")
                : "The service has not confirmed this job yet.");
            Space(text).Append(CultureInfo.InvariantCulture,
                $"Since {Instant(trouble.Since)} the service gives no answer that counts ({Calls(trouble.Tries)}): {Sentence(trouble.Detail)}");
            Space(text).Append(trouble.NextTryAt > now
                ? string.Create(CultureInfo.InvariantCulture, $"Next try in {Age(trouble.NextTryAt - now)}.")
                : "The next try is under way.");
        }

        if (job.StoreTrouble is { Length: > 0 } store)
        {
            Space(text).Append(CultureInfo.InvariantCulture, $"Not stored yet, held in memory: {Sentence(store)}");
        }

        return text.ToString();
    }

    private static StringBuilder Space(StringBuilder text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        return text[^1] is '.' or '!' or '?' ? text.Append(' ') : text.Append(". ");
    }

    private static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' ? text : $"{text}.";

    private static string Calls(int tries) => tries == 1 ? "1 call" : string.Create(CultureInfo.InvariantCulture, $"{tries} calls");

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Age(TimeSpan span) => span switch
    {
        { Ticks: < TimeSpan.TicksPerSecond } => "1 s",
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
    };
}
