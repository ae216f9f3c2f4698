using System.Globalization;

namespace BackendPlugins.Cli.Arguments;

/// <summary>Reads the texts of options, with errors that name the option and the fix.</summary>
internal static class OptionText
{
    /// <summary>A duration above zero.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static TimeSpan Duration(string option, string text) =>
        DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new BadInputException(option, $"must be a duration above zero such as 500ms, 10s, 1m30s or 2h; got \"{text}\"");

    /// <summary>A whole number within bounds.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static int Integer(string option, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new BadInputException(option, $"must be a whole number from {min} to {max}; got \"{text}\"");

    /// <summary>The address of a server: a URL, <c>host:port</c>, or a gRPC target such as <c>dns:///host:port</c>.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Uri Address(string option, string text)
    {
        const string target = "dns:///";
        var address = text.StartsWith(target, StringComparison.OrdinalIgnoreCase) ? text[target.Length..] : text;
        if (!address.Contains("://", StringComparison.Ordinal))
        {
            address = $"http://{address}";
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? uri
            : throw new BadInputException(option, $"must be an address such as http://localhost:8000, https://host or host:8000; got \"{text}\"");
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static string File(string option, string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException(option, $"must name a file that can be read; {problem.Message}");
        }
    }
}
