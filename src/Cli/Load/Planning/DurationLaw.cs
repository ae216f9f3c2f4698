using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Load.Planning;

/// <summary>How long jobs run: always the same, evenly spread, or with a tail.</summary>
internal sealed class DurationLaw
{
    private const string Option = "--durations";

    // A drawn tail has no end; a job that nobody waits for tells nothing.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly string _text;
    private readonly Func<Random, TimeSpan> _draw;

    private DurationLaw(string text, Func<Random, TimeSpan> draw)
    {
        _text = text;
        _draw = draw;
    }

    /// <summary>Reads <c>5s</c>, <c>1s..20s</c>, <c>exp:30s</c> (mean) or <c>lognormal:30s,0.8</c> (median, sigma).</summary>
    /// <exception cref="BadInputException">It is none of these.</exception>
    public static DurationLaw Parse(string text) => new(text, text.Split(':', 2) switch
    {
        ["exp", var mean] => Exponential(Duration(text, mean)),
        ["lognormal", var rest] when rest.Split(',') is [var median, var sigma] && Share.TryNumber(sigma, out var width) && width is > 0 and <= 5 =>
            LogNormal(Duration(text, median), width),
        [var range] when range.Split("..") is [var least, var most] => Even(text, Duration(text, least), Duration(text, most)),
        [var single] => Fixed(Duration(text, single)),
        _ => throw Refusal(text),
    });

    /// <summary>Draws one.</summary>
    public TimeSpan Draw(Random random)
    {
        var duration = _draw(random);
        return duration > Longest ? Longest : TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(duration.TotalMilliseconds)));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static Func<Random, TimeSpan> Fixed(TimeSpan duration) => _ => duration;

    private static Func<Random, TimeSpan> Even(string text, TimeSpan least, TimeSpan most) =>
        least <= most ? random => least + ((most - least) * random.NextDouble()) : throw Refusal(text);

    private static Func<Random, TimeSpan> Exponential(TimeSpan mean) => random => mean * -Math.Log(1 - random.NextDouble());

    // Box and Muller's way from even to normal lots.
    private static Func<Random, TimeSpan> LogNormal(TimeSpan median, double sigma) => random =>
        median * Math.Min(1e6, Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));

    private static TimeSpan Duration(string whole, string text) =>
        DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero ? duration : throw Refusal(whole);

    private static BadInputException Refusal(string text) => new(
        Option, $"must be a duration such as 5s, a range such as 1s..20s, exp:30s (mean) or lognormal:30s,0.8 (median, sigma); got \"{text}\"");
}
