using System.ComponentModel;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Watching;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options of watch.</summary>
internal sealed class WatchSettings : JobSettings
{
    [CommandOption("--interval <DURATION>")]
    [Description("Time between two questions.")]
    [DefaultValue(WatchPace.DefaultInterval)]
    public string Interval { get; init; } = WatchPace.DefaultInterval;

    [CommandOption("--patience <DURATION>")]
    [Description("How long an endpoint that answered before may be unavailable.")]
    [DefaultValue(WatchPace.DefaultPatience)]
    public string Patience { get; init; } = WatchPace.DefaultPatience;

    /// <summary>How to ask.</summary>
    public WatchPace Pace() => new(OptionText.Duration("--interval", Interval), OptionText.Duration("--patience", Patience));
}
