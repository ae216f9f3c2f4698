namespace BackendPlugins.Cli.Arguments;

/// <summary>Global options may stand before the command too: <c>backendctl --output json get KEY</c>.</summary>
internal static class LeadingOptions
{
    private static readonly string[] WithValue = ["--endpoint", "--http", "--protocol", "--timeout", "--output", "-o"];
    private static readonly string[] Flags = ["--no-color"];

    /// <summary>Moves the options that lead the line behind the command's name, which is where the parser wants them.</summary>
    /// <param name="args">The line.</param>
    public static IReadOnlyList<string> MoveBehindCommand(IReadOnlyList<string> args)
    {
        var leading = 0;
        while (leading < args.Count)
        {
            var name = args[leading].Split('=', 2)[0];
            if (Flags.Contains(name) || (WithValue.Contains(name) && args[leading].Contains('=', StringComparison.Ordinal)))
            {
                leading++;
            }
            else if (WithValue.Contains(name))
            {
                leading += 2;
            }
            else
            {
                break;
            }
        }

        return leading is 0 || leading >= args.Count || args[leading].StartsWith('-')
            ? args
            : [args[leading], .. args.Take(leading), .. args.Skip(leading + 1)];
    }
}
