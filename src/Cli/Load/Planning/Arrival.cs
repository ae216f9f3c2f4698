using System.Globalization;
using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Load.Planning;

/// <summary>When jobs arrive: all at once, at a rate, or at a rate that grows evenly from the first job to the last.</summary>
/// <param name="From">Jobs a second at the beginning; null for all at once.</param>
/// <param name="To">Jobs a second at the end.</param>
internal sealed record Arrival(double? From, double To)
{
    private const string Option = "--arrival";

    /// <summary>All at once.</summary>
    public static Arrival Burst { get; } = new(null, 0);

    /// <summary>Reads <c>burst</c>, <c>50/s</c> or <c>10/s..200/s</c>.</summary>
    /// <exception cref="BadInputException">It is none of these.</exception>
    public static Arrival Parse(string text)
    {
        if (text.Equals("burst", StringComparison.OrdinalIgnoreCase))
        {
            return Burst;
        }

        var ends = text.Split("..");
        return ends.Length is 1 or 2 && TryRate(ends[0], out var from) && TryRate(ends[^1], out var to)
            ? new Arrival(from, to)
            : throw new BadInputException(Option, $"must be burst, a rate such as 50/s, or a ramp such as 10/s..200/s; got \"{text}\"");
    }

    /// <summary>When job number <paramref name="index"/> of <paramref name="jobs"/> arrives, from the beginning.</summary>
    public TimeSpan At(int index, int jobs)
    {
        if (From is not { } from)
        {
            return TimeSpan.Zero;
        }

        if (Math.Abs(To - from) < 1e-9)
        {
            return TimeSpan.FromSeconds(index / from);
        }

        // Arrivals until t are from·t + slope·t²/2, with the slope that makes the last rate come with the last job.
        var slope = ((To * To) - (from * from)) / (2.0 * jobs);
        return TimeSpan.FromSeconds((Math.Sqrt((from * from) + (2 * slope * index)) - from) / slope);
    }

    /// <inheritdoc/>
    public override string ToString() => From is not { } from ? "burst"
        : Math.Abs(To - from) < 1e-9 ? string.Create(CultureInfo.InvariantCulture, $"{from}/s")
        : string.Create(CultureInfo.InvariantCulture, $"{from}/s..{To}/s");

    private static bool TryRate(string text, out double rate)
    {
        rate = 0;
        return text.EndsWith("/s", StringComparison.Ordinal)
            && double.TryParse(text[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate)
            && rate is > 0 and <= 1_000_000;
    }
}
