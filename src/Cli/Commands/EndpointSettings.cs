using System.ComponentModel;
using BackendPlugins.Cli.Arguments;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options that every command has. Texts are read by <see cref="OptionText"/>, so that errors name the option.</summary>
internal class EndpointSettings : CommandSettings
{
    [CommandOption("--endpoint <URL>")]
    [Description("gRPC endpoint. [[default: $BACKENDCTL_ENDPOINT, else http://localhost:8000]]")]
    public string? Endpoint { get; init; }

    [CommandOption("--http <URL>")]
    [Description("HTTP endpoint, which list needs. [[default: $BACKENDCTL_HTTP, else port 8080 of the gRPC endpoint's host]]")]
    public string? Http { get; init; }

    [CommandOption("--protocol <PROTOCOL>")]
    [Description("v1: Flyte's agent protocol; v2: its connector protocol; auto: whichever the endpoint answers.")]
    [DefaultValue("auto")]
    public string Protocol { get; init; } = "auto";

    [CommandOption("--timeout <DURATION>")]
    [Description("How long one call may take.")]
    [DefaultValue("10s")]
    public string Timeout { get; init; } = "10s";

    [CommandOption("-o|--output <FORMAT>")]
    [Description("text, or json: one document on standard output and nothing else; errors as JSON on standard error.")]
    [DefaultValue("text")]
    public string Output { get; init; } = "text";

    [CommandOption("--no-color")]
    [Description("No colours; the variable NO_COLOR does the same.")]
    public bool NoColor { get; init; }

    /// <summary>How results are written.</summary>
    public OutputFormat Format => OutputFormats.Parse(Output);
}
