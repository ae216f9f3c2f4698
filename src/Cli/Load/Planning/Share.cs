using System.Globalization;
using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Load.Planning;

/// <summary>Reads shares: <c>0.05</c> or <c>5%</c>.</summary>
internal static class Share
{
    /// <exception cref="BadInputException">It is no share.</exception>
    public static double Parse(string option, string text)
    {
        var percent = text.EndsWith('%');
        return TryNumber(percent ? text[..^1] : text, out var number) && number / (percent ? 100 : 1) is var share and <= 1
            ? share
            : throw new BadInputException(option, $"must be a share from 0 to 1 such as 0.05 or 5%; got \"{text}\"");
    }

    /// <summary>Reads a number that is not negative.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
