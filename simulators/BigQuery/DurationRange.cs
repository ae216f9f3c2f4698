using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace BackendPlugins.Simulators.BigQuery;

/// <summary>A fixed duration or a uniform range of durations, written <c>5ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c> or <c>5ms..50ms</c>, and with a long tail <c>5ms..50ms@p99=2s</c>.</summary>
/// <param name="From">The shortest duration.</param>
/// <param name="To">The longest duration; equal to <paramref name="From"/> when fixed.</param>
[TypeConverter(typeof(DurationRangeConverter))]
[JsonConverter(typeof(DurationRangeJsonConverter))]
public readonly record struct DurationRange(TimeSpan From, TimeSpan To)
{
    private const double LongestTail = 10;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Share of draws in the long tail, 0 to 1. Default 0.</summary>
    public double TailShare { get; init; }

    /// <summary>The shortest duration in the tail. Longer ones get rare with the square of their length; ten times this is the longest.</summary>
    public TimeSpan Tail { get; init; }

    /// <summary>A range of one value.</summary>
    /// <param name="value">That value.</param>
    public static DurationRange Fixed(TimeSpan value) => new(value, value);

    /// <summary>Reads the written form.</summary>
    /// <param name="text">For example <c>250ms</c> or <c>1s..5s</c>; a bare number counts seconds.</param>
    /// <exception cref="FormatException">The text is no duration, is negative or runs backwards.</exception>
    public static DurationRange Parse(string text) => TryParse(text, out var range)
        ? range
        : throw new FormatException($"'{text}' is no duration; write 250ms, 1.5s, 2m, 1h, a range such as 5ms..50ms or one with a tail such as 5ms..50ms@p99=2s.");

    /// <summary>Reads the written form without throwing.</summary>
    /// <param name="text">The written form; null is refused.</param>
    /// <param name="range">The range when the answer is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out DurationRange range)
    {
        range = default;
        if (text is null)
        {
            return false;
        }

        var at = text.IndexOf('@');
        if (at >= 0)
        {
            return TryParse(text[..at], out var body) && TryParseTail(text[(at + 1)..], body, out range);
        }

        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var first = dots < 0 ? text : text[..dots];
        var last = dots < 0 ? text : text[(dots + 2)..];
        if (!TryParseOne(first, out var from) || !TryParseOne(last, out var to) || to < from)
        {
            return false;
        }

        range = new(from, to);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() =>
        (From == To ? Write(From) : $"{Write(From)}..{Write(To)}") + (TailShare > 0 ? string.Create(CultureInfo.InvariantCulture, $"@p{100 * (1 - TailShare):0.###}={Write(Tail)}") : "");

    internal TimeSpan Draw(Random random)
    {
        if (TailShare > 0 && random.NextDouble() < TailShare)
        {
            return Tail * Math.Min(LongestTail, 1 / Math.Sqrt(1 - random.NextDouble()));
        }

        return From == To ? From : From + ((To - From) * random.NextDouble());
    }

    /// <summary>Reads <c>p99=2s</c>: one draw in a hundred takes 2 s or more.</summary>
    private static bool TryParseTail(string text, DurationRange body, out DurationRange range)
    {
        range = default;
        if (text.Split('=') is not [['p', .. var rank], var length]
            || !double.TryParse(rank, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent is not (> 0 and < 100)
            || !TryParseOne(length, out var tail) || tail < body.To)
        {
            return false;
        }

        range = body with { TailShare = 1 - (percent / 100), Tail = tail };
        return true;
    }

    private static bool TryParseOne(string text, out TimeSpan value)
    {
        value = default;
        text = text.Trim();
        var unitAt = text.AsSpan().IndexOfAnyExcept(Digits);
        var (digits, unit) = unitAt < 0 ? (text, "s") : (text[..unitAt], text[unitAt..]);
        double? milliseconds = unit switch { "ms" => 1, "s" => 1_000, "m" => 60_000, "h" => 3_600_000, _ => null };
        if (milliseconds is null
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count * milliseconds > TimeSpan.FromDays(3650).TotalMilliseconds)
        {
            return false;
        }

        value = TimeSpan.FromMilliseconds(count * milliseconds.Value);
        return true;
    }

    private static string Write(TimeSpan value) => value.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.###}s")
        : string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0.###}ms");
}
