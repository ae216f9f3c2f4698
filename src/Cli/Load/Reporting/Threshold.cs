using System.Globalization;
using System.Text.RegularExpressions;
using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>A condition under which a run has failed: <c>get.p99&gt;50ms</c>.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Name">The figure's name.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Limit">With what: seconds, or a number.</param>
internal sealed partial record Threshold(string Text, string Name, string Operator, double Limit)
{
    private const string Option = "--fail-if";

    /// <summary>Reads one.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Threshold Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw new BadInputException(Option, $"must be a figure, one of > >= < <= and a limit, such as get.p99>50ms; got \"{text}\"");
        }

        var name = match.Groups["name"].Value;
        if (!Figures.Known.TryGetValue(name, out var unit))
        {
            throw new BadInputException(Option, $"names no figure: \"{name}\"; there are {string.Join(", ", Figures.Known.Keys)}");
        }

        return new Threshold(text, name, match.Groups["operator"].Value, LimitOf(text, unit, match.Groups["limit"].Value));
    }

    /// <summary>What failed, in words; null where the run is within it.</summary>
    public string? Check(IReadOnlyList<Figure> figures)
    {
        var figure = figures.First(one => one.Name == Name);
        return figure.Value is not { } value ? $"{Text}: the run did not yield {Name}"
            : IsCrossed(value) ? $"{Text}: {Name} is {figure.Text}"
            : null;
    }

    private bool IsCrossed(double value) => Operator switch
    {
        ">" => value > Limit,
        ">=" => value >= Limit,
        "<" => value < Limit,
        _ => value <= Limit,
    };

    private static double LimitOf(string text, FigureUnit unit, string limit)
    {
        if (unit is FigureUnit.Seconds)
        {
            return DurationText.TryParse(limit, out var duration)
                ? duration.TotalSeconds
                : throw new BadInputException(Option, $"must compare with a duration such as 50ms; got \"{text}\"");
        }

        var number = limit.EndsWith("/s", StringComparison.Ordinal) && unit is FigureUnit.PerSecond ? limit[..^2] : limit;
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new BadInputException(Option, $"must compare with a number; got \"{text}\"");
    }

    [GeneratedRegex(@"^\s*(?<name>[a-z][a-z0-9.]*)\s*(?<operator>[<>]=?)\s*(?<limit>[^<>=\s]+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
