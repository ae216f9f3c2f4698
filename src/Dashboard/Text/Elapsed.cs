using System.Globalization;

namespace BackendPlugins.Dashboard.Text;

/// <summary>Spans of time as people say them: two units at most, never more digits than help.</summary>
internal static class Elapsed
{
    /// <summary>A span, for example <c>340 ms</c>, <c>2.5 s</c>, <c>3 min 05 s</c>, <c>4 d 2 h</c>.</summary>
    /// <param name="span">The span; its sign does not matter.</param>
    public static string Text(TimeSpan span)
    {
        span = span.Duration();
        return span switch
        {
            { TotalMilliseconds: < 999.5 } => Invariant($"{span.TotalMilliseconds:0} ms"),
            { TotalSeconds: < 9.95 } => Invariant($"{span.TotalSeconds:0.0} s"),
            { TotalSeconds: < 60 } => Invariant($"{Math.Floor(span.TotalSeconds):0} s"),
            { TotalMinutes: < 60 } => Invariant($"{span.Minutes} min {span.Seconds:00} s"),
            { TotalHours: < 24 } => Invariant($"{span.Hours} h {span.Minutes:00} min"),
            _ => Invariant($"{span.Days:N0} d {span.Hours} h"),
        };
    }

    /// <summary>How far an instant lies from now in one unit: <c>now</c>, <c>12 s ago</c>, <c>in 3 min</c>.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="now">Now.</param>
    public static string From(DateTimeOffset at, DateTimeOffset now)
    {
        var span = (now - at).Duration();
        var text = span switch
        {
            { TotalSeconds: < 1 } => null,
            { TotalMinutes: < 1 } => Invariant($"{span.Seconds} s"),
            { TotalHours: < 1 } => Invariant($"{span.Minutes} min"),
            { TotalDays: < 1 } => Invariant($"{span.Hours} h"),
            _ => Invariant($"{span.Days:N0} d"),
        };
        return text is null ? "now" : at <= now ? $"{text} ago" : $"in {text}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
