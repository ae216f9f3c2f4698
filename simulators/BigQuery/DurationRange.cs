using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace BackendPlugins.Simulators.BigQuery;

/// <summary>A fixed duration or a uniform range of durations, written <c>5ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c> or <c>5ms..50ms</c>.</summary>
/// <param name="From">The shortest duration.</param>
/// <param name="To">The longest duration; equal to <paramref name="From"/> when fixed.</param>
[TypeConverter(typeof(DurationRangeConverter))]
[JsonConverter(typeof(DurationRangeJsonConverter))]
public readonly record struct DurationRange(TimeSpan From, TimeSpan To)
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>A range of one value.</summary>
    /// <param name="value">That value.</param>
    public static DurationRange Fixed(TimeSpan value) => new(value, value);

    /// <summary>Reads the written form.</summary>
    /// <param name="text">For example <c>250ms</c> or <c>1s..5s</c>; a bare number counts seconds.</param>
    /// <exception cref="FormatException">The text is no duration, is negative or runs backwards.</exception>
    public static DurationRange Parse(string text) => TryParse(text, out var range)
        ? range
        : throw new FormatException($"'{text}' is no duration; write 250ms, 1.5s, 2m, 1h or a range such as 5ms..50ms.");

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
    public override string ToString() => From == To ? Write(From) : $"{Write(From)}..{Write(To)}";

    internal TimeSpan Draw(Random random) => From == To ? From : From + ((To - From) * random.NextDouble());

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
