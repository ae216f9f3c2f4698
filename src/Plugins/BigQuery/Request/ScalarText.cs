using System.Globalization;

namespace BackendPlugins.BigQuery;

/// <summary>Values as the texts that BigQuery takes for them.</summary>
internal static class ScalarText
{
    // 10,000 years of 366 days, the hours that an INTERVAL holds.
    private const long MostHours = 87_840_000;

    /// <summary>The text of a value as a type; null where the value does not convert without loss.</summary>
    public static string? Of(string type, Literal value) => (type, value) switch
    {
        (ScalarType.Int64, IntegerLiteral integer) => Text(integer.Value),
        (ScalarType.Int64, FloatLiteral number) when WholeDouble.ToInt64(number.Value) is { } whole => Text(whole),
        (ScalarType.Float64, IntegerLiteral integer) => Text(integer.Value),
        (ScalarType.Float64, FloatLiteral number) => Text(number.Value),
        (ScalarType.Numeric or ScalarType.BigNumeric, IntegerLiteral integer) => Text(integer.Value),
        (ScalarType.Numeric or ScalarType.BigNumeric, FloatLiteral number) when double.IsFinite(number.Value) => Text(number.Value),
        (ScalarType.Bool, BooleanLiteral flag) => flag.Value ? "true" : "false",
        (ScalarType.Datetime, DatetimeLiteral instant) => Datetime(instant.Value),
        (ScalarType.Datetime, StringLiteral text) when Instant(text.Value) is { } instant => Datetime(instant),
        (ScalarType.Timestamp, DatetimeLiteral instant) => Timestamp(instant.Value),
        (ScalarType.Timestamp, StringLiteral text) when Instant(text.Value) is { } instant => Timestamp(instant),
        (ScalarType.Date, DatetimeLiteral instant) => Date(instant.Value),
        (ScalarType.Date, StringLiteral text) when Instant(text.Value) is { } instant => Date(instant),
        (ScalarType.Interval, DurationLiteral duration) => Interval(duration.Value),
        // Python packs a timedelta as seconds.
        (ScalarType.Interval, IntegerLiteral seconds) => Seconds(seconds.Value),
        (ScalarType.Interval, FloatLiteral seconds) => Seconds(seconds.Value),
        (ScalarType.Bytes, BinaryLiteral bytes) => Convert.ToBase64String(bytes.Value.Span),
        (ScalarType.String, StringLiteral text) => text.Value,
        (ScalarType.Int64 or ScalarType.Float64 or ScalarType.Bool or ScalarType.Datetime or ScalarType.Timestamp
            or ScalarType.Date or ScalarType.Interval or ScalarType.Bytes or ScalarType.String, _) => null,
        // A type that the template names: GEOGRAPHY, TIME, NUMERIC, ... The service reads the text.
        (_, StringLiteral text) => text.Value,
        _ => null,
    };

    /// <summary>The canonical form of an INTERVAL: hours, since a day of a time zone may have others than 24.</summary>
    public static string? Interval(TimeSpan span)
    {
        // From ticks: the smallest span has no positive counterpart.
        var microseconds = Math.Abs(span.Ticks / TimeSpan.TicksPerMicrosecond);
        var (seconds, fraction) = Math.DivRem(microseconds, 1_000_000);
        var (minutes, second) = Math.DivRem(seconds, 60);
        var (hours, minute) = Math.DivRem(minutes, 60);
        return hours > MostHours
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"0-0 0 {(span < TimeSpan.Zero && microseconds > 0 ? "-" : "")}{hours}:{minute}:{second}.{fraction:000000}");
    }

    private static string? Seconds(double seconds) => Math.Abs(seconds) <= MostHours * 3600d ? Interval(TimeSpan.FromSeconds(seconds)) : null;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    // BigQuery holds microseconds and refuses more digits.
    private static string Datetime(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string Timestamp(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    private static string? Date(DateTimeOffset value) =>
        value.UtcDateTime is { TimeOfDay.Ticks: 0 } midnight ? midnight.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    /// <summary>Python packs dates and datetimes of dataclasses as ISO 8601; without a zone they are UTC, as everywhere in Flyte.</summary>
    private static DateTimeOffset? Instant(string text) => DateTimeOffset.TryParseExact(
        text,
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out var instant)
        ? instant
        : null;
}
