using System.ComponentModel;
using BackendPlugins.Cli.Arguments;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options of logs.</summary>
internal sealed class LogsSettings : JobSettings
{
    [CommandOption("--lines <NUMBER>")]
    [Description("Lines at most; 0 for all.")]
    [DefaultValue("0")]
    public string Lines { get; init; } = "0";

    /// <summary>Lines at most; 0 for all.</summary>
    public int MostLines() => OptionText.Integer("--lines", Lines, 0, int.MaxValue);
}
