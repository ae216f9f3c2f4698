using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Flyte;

/// <summary>Instants and spans. The wire counts nanoseconds; records keep 100 ns, and the rest is cut.</summary>
public static class Times
{
    private const int NanosecondsPerSecond = 1_000_000_000;

    // Protobuf's own bounds: years 1 to 9999, and 10,000 years of 365.25 days.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const long LongestSpan = 315_576_000_000;

    /// <summary>Reads an instant.</summary>
    /// <param name="instant">The instant.</param>
    /// <param name="field">Where it stands, for the exception.</param>
    /// <exception cref="WireFormatException">It lies outside what protobuf allows.</exception>
    public static DateTimeOffset FromWire(Timestamp instant, string field)
    {
        if (instant.Seconds is < FirstSecond or > LastSecond || instant.Nanos is < 0 or >= NanosecondsPerSecond)
        {
            throw new WireFormatException(
                field, $"has no legal timestamp ({instant.Seconds} s, {instant.Nanos} ns): it must lie in the years 1 to 9999 with nanoseconds from 0 to 999999999");
        }

        return DateTimeOffset.UnixEpoch.AddTicks((instant.Seconds * TimeSpan.TicksPerSecond) + (instant.Nanos / TimeSpan.NanosecondsPerTick));
    }

    /// <summary>Reads a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="field">Where it stands, for the exception.</param>
    /// <exception cref="WireFormatException">It lies outside what protobuf allows.</exception>
    public static TimeSpan FromWire(Duration span, string field)
    {
        var signsDiffer = (span.Seconds < 0 && span.Nanos > 0) || (span.Seconds > 0 && span.Nanos < 0);
        if (span.Seconds is < -LongestSpan or > LongestSpan || span.Nanos is <= -NanosecondsPerSecond or >= NanosecondsPerSecond || signsDiffer)
        {
            throw new WireFormatException(
                field, $"has no legal duration ({span.Seconds} s, {span.Nanos} ns): it must be below 10,000 years, with nanoseconds below a second and of the same sign");
        }

        return new TimeSpan((span.Seconds * TimeSpan.TicksPerSecond) + (span.Nanos / TimeSpan.NanosecondsPerTick));
    }

    /// <summary>Writes an instant.</summary>
    /// <param name="instant">The instant.</param>
    public static Timestamp ToWire(DateTimeOffset instant) => Timestamp.FromDateTimeOffset(instant);

    /// <summary>Writes a span.</summary>
    /// <param name="span">The span.</param>
    public static Duration ToWire(TimeSpan span) => Duration.FromTimeSpan(span);
}
