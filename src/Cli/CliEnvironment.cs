using System.Security.Cryptography;
using Spectre.Console;

namespace BackendPlugins.Cli;

/// <summary>Everything of the outside world that commands touch, besides files and the network.</summary>
/// <param name="Out">Standard output: results alone.</param>
/// <param name="Error">Standard error: what went wrong, and hints.</param>
/// <param name="Time">Time.</param>
internal sealed record CliEnvironment(IAnsiConsole Out, IAnsiConsole Error, TimeProvider Time)
{
    private const string NameLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int NameLength = 12;

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Makes up the name of an execution that nobody has used yet.</summary>
    public Func<string> NewExecutionName { get; init; } = () => $"cli-{RandomNumberGenerator.GetString(NameLetters, NameLength)}";

    /// <summary>Whether <see cref="Out"/> is a terminal that a picture can be redrawn on.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The environment of this process.</summary>
    public static CliEnvironment OfProcess()
    {
        var output = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        var error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return new CliEnvironment(output, error, TimeProvider.System)
        {
            IsTerminal = output.Profile.Out.IsTerminal && output.Profile.Capabilities.Ansi,
        };
    }
}
