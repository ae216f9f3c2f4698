using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace BackendPlugins.Cli.Arguments;

/// <summary>Durations as people write them: <c>500ms</c>, <c>1m30s</c>, <c>-2h</c>, or in ISO 8601: <c>PT90S</c>.</summary>
internal static partial class DurationText
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Units().Match(text);
        if (!match.Success)
        {
            return Iso8601().IsMatch(text) && TryParseIso8601(text, out duration);
        }

        // Decimal keeps tenths exact; a double would turn 0.1s into a tick less.
        var ticks = 0m;
        for (var i = 0; i < match.Groups["unit"].Captures.Count; i++)
        {
            var unit = TicksOf(match.Groups["unit"].Captures[i].Value);
            if (!decimal.TryParse(match.Groups["number"].Captures[i].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > long.MaxValue / unit)
            {
                return false;
            }

            ticks += number * unit;
        }

        if (ticks > long.MaxValue)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)ticks);
        duration = match.Groups["minus"].Success ? duration.Negate() : duration;
        return true;
    }

    /// <summary>A duration for people: <c>45s</c>, <c>3m 20s</c>, <c>2h 5m</c>, <c>3d 4h</c>.</summary>
    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)duration.TotalSeconds)}s",
        { TotalHours: < 1 } => $"{duration.Minutes}m {duration.Seconds}s",
        { TotalDays: < 1 } => $"{duration.Hours}h {duration.Minutes}m",
        _ => $"{duration.Days}d {duration.Hours}h",
    };

    /// <summary>A duration as one would type it: <c>250ms</c>, <c>10s</c>.</summary>
    public static string Short(TimeSpan duration) => duration < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s");

    private static decimal TicksOf(string unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => TimeSpan.TicksPerDay,
    };

    private static bool TryParseIso8601(string text, out TimeSpan duration)
    {
        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception problem) when (problem is FormatException or OverflowException)
        {
            duration = default;
            return false;
        }
    }

    [GeneratedRegex(@"^(?<minus>-)?(?:(?<number>\d{1,15}(?:\.\d{1,9})?)(?<unit>ms|s|m|h|d))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Units();

    [GeneratedRegex(@"^-?P[T\d]", RegexOptions.CultureInvariant)]
    private static partial Regex Iso8601();
}
