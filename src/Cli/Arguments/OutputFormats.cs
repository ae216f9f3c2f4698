namespace BackendPlugins.Cli.Arguments;

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    Text,

    /// <summary>One JSON document on standard output and nothing else; errors as JSON on standard error.</summary>
    Json,
}

/// <summary>Reads <c>--output</c>.</summary>
internal static class OutputFormats
{
    private const string Option = "--output";

    /// <exception cref="BadInputException">It is neither text nor json.</exception>
    public static OutputFormat Parse(string text) => text.ToUpperInvariant() switch
    {
        "TEXT" => OutputFormat.Text,
        "JSON" => OutputFormat.Json,
        _ => throw new BadInputException(
            Option, $"must be text or json; got \"{text}\". An output of the task that is created is declared with --returns {text}"),
    };

    /// <summary>The format that a line asks for, although the line itself may be wrong.</summary>
    public static OutputFormat Guess(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            var value = parts.Length is 2 ? parts[1] : i + 1 < args.Count ? args[i + 1] : "";
            if (parts[0] is Option or "-o" && value.Equals("json", StringComparison.OrdinalIgnoreCase))
            {
                return OutputFormat.Json;
            }
        }

        return OutputFormat.Text;
    }
}
