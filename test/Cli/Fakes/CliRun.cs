using System.Text.Json;
using Spectre.Console.Testing;

namespace BackendPlugins.Cli.Tests.Fakes;

/// <summary>A run of the application inside the test.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>The document on standard output; fails where there is anything else.</summary>
    public JsonElement Json => JsonElement.Parse(Out);

    /// <summary>The document on standard error.</summary>
    public JsonElement ErrorJson => JsonElement.Parse(Error);

    /// <summary>Runs a line against an endpoint.</summary>
    public static Task<CliRun> OfAsync(FakeEndpoint endpoint, params string[] args) =>
        OfAsync([.. args, "--endpoint", endpoint.Address, "--http", endpoint.HttpAddress]);

    /// <summary>Runs a line.</summary>
    public static Task<CliRun> OfAsync(params string[] args) => OfAsync(args, new Dictionary<string, string>());

    /// <summary>Runs a line with environment variables, perhaps on a terminal.</summary>
    public static async Task<CliRun> OfAsync(
        IReadOnlyList<string> args,
        IReadOnlyDictionary<string, string> variables,
        bool terminal = false,
        CancellationToken cancellationToken = default)
    {
        using var output = new TestConsole { EmitAnsiSequences = terminal };
        using var error = new TestConsole();
        output.Profile.Capabilities.Ansi = terminal;
        var environment = new CliEnvironment(output, error, TimeProvider.System)
        {
            Variable = variables.GetValueOrDefault,
            NewExecutionName = () => "made-up",
            IsTerminal = terminal,
        };
        var exitCode = await new CliApplication(environment).RunAsync(args, cancellationToken);
        return new CliRun((int)exitCode, output.Output, error.Output);
    }
}
