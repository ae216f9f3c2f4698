using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Creation;

/// <summary>A type that an input on the command line can have, and how its values are written there.</summary>
/// <param name="Type">Flyte's type.</param>
/// <param name="Names">What it is called, its own name first.</param>
/// <param name="Example">A value, for errors.</param>
/// <param name="Read">Reads a value; null where the text is none.</param>
internal sealed partial record SimpleInputType(SimpleType Type, IReadOnlyList<string> Names, string Example, Func<string, Literal?> Read)
{
    private static readonly string[] Instants =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    private static readonly SimpleInputType Integer = new(SimpleType.Integer, ["integer", "int"], "3", ReadInteger);
    private static readonly SimpleInputType Float = new(SimpleType.Float, ["float", "double"], "0.5", ReadFloat);
    private static readonly SimpleInputType Text = new(SimpleType.String, ["string", "str"], "text", text => new StringLiteral(text));
    private static readonly SimpleInputType Boolean = new(SimpleType.Boolean, ["boolean", "bool"], "true", ReadBoolean);
    private static readonly SimpleInputType Datetime = new(SimpleType.Datetime, ["datetime"], "2026-08-21T06:00:00Z", ReadDatetime);
    private static readonly SimpleInputType Duration = new(SimpleType.Duration, ["duration"], "1h30m", ReadDuration);

    /// <summary>All types.</summary>
    public static IReadOnlyList<SimpleInputType> All { get; } = [Integer, Float, Text, Boolean, Datetime, Duration];

    /// <summary>Their names, for errors.</summary>
    public static string AllNames { get; } = string.Join(", ", All.Select(type => type.Names[0]));

    /// <summary>Finds a type by one of its names.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out SimpleInputType? type)
    {
        type = All.FirstOrDefault(candidate => candidate.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
        return type is not null;
    }

    /// <summary>The type that a text looks like. What would lose something in another type (007, a number out of range) is a string.</summary>
    public static SimpleInputType Guess(string text) =>
        LeadingZero().IsMatch(text) ? Text
        : WholeNumber().IsMatch(text) ? (Integer.Read(text) is null ? Text : Integer)
        : DecimalNumber().IsMatch(text) ? Float
        : text is "true" or "false" ? Boolean
        : Datetime.Read(text) is not null ? Datetime
        : Duration.Read(text) is not null ? Duration
        : Text;

    private static IntegerLiteral? ReadInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? new IntegerLiteral(value) : null;

    private static FloatLiteral? ReadFloat(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new FloatLiteral(value) : null;

    private static BooleanLiteral? ReadBoolean(string text) => bool.TryParse(text, out var value) ? new BooleanLiteral(value) : null;

    private static DatetimeLiteral? ReadDatetime(string text) => DateTimeOffset.TryParseExact(
        text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
        ? new DatetimeLiteral(value)
        : null;

    private static DurationLiteral? ReadDuration(string text) => DurationText.TryParse(text, out var value) ? new DurationLiteral(value) : null;

    [GeneratedRegex(@"^[+-]?0\d", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingZero();

    [GeneratedRegex(@"^[+-]?\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[+-]?(\d+\.\d*|\.\d+|\d+(\.\d*)?[eE][+-]?\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalNumber();
}
