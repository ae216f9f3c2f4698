using System.Globalization;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>What a figure counts.</summary>
internal enum FigureUnit
{
    Seconds,
    Count,
    PerSecond,
}

/// <summary>A figure of a run.</summary>
/// <param name="Name">Its name, for example <c>get.p99</c>.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Value">Its value; null where the run did not yield it.</param>
internal sealed record Figure(string Name, FigureUnit Unit, double? Value)
{
    /// <summary>The value for people.</summary>
    public string Text => Value is { } value ? TextOf(Unit, value) : "-";

    /// <summary>A value for people.</summary>
    public static string TextOf(FigureUnit unit, double value) => unit switch
    {
        FigureUnit.Seconds when value < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0.##} ms"),
        FigureUnit.Seconds => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} s"),
        FigureUnit.PerSecond => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##}"),
    };
}
