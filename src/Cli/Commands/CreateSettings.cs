using System.ComponentModel;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Watching;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options of create.</summary>
internal sealed class CreateSettings : EndpointSettings
{
    [CommandArgument(0, "[CATEGORY]")]
    [Description("Task type, with a version where it is not 0: name or name:version. May be left out with --template.")]
    public string? Category { get; init; }

    [CommandOption("--sql <STATEMENT>")]
    [Description("The statement of a SQL task; @file reads it from a file.")]
    public string? Sql { get; init; }

    [CommandOption("--project <ID>")]
    [Description("Google Cloud project of a BigQuery task.")]
    public string? Project { get; init; }

    [CommandOption("--location <NAME>")]
    [Description("Location of a BigQuery task, for example EU.")]
    public string? Location { get; init; }

    [CommandOption("--input <NAME[:TYPE]=VALUE>")]
    [Description("An input; repeat it for more. Types: integer, float, string, boolean, datetime, duration; guessed from the value where not given.")]
    public string[] Inputs { get; init; } = [];

    [CommandOption("--returns <NAME[:TYPE]>")]
    [Description("An output that the task declares; repeat it for more. A structured_dataset where no type is given.")]
    public string[] Returns { get; init; } = [];

    [CommandOption("--custom <FILE>")]
    [Description("JSON file with the plugin's own settings (the template's custom).")]
    public string? Custom { get; init; }

    [CommandOption("--template <FILE>")]
    [Description("JSON file with a Flyte TaskTemplate in protobuf's JSON form; other options go on top of it.")]
    public string? Template { get; init; }

    [CommandOption("--execution <NAME>")]
    [Description("Workflow execution. The same execution, node and attempt is the same job. [[default: a new name]]")]
    public string? Execution { get; init; }

    [CommandOption("--node <ID>")]
    [Description("Node of the execution.")]
    [DefaultValue("n0")]
    public string Node { get; init; } = "n0";

    [CommandOption("--attempt <NUMBER>")]
    [Description("Zero-based attempt.")]
    [DefaultValue("0")]
    public string Attempt { get; init; } = "0";

    [CommandOption("--flyte-project <NAME>")]
    [Description("Flyte project of the execution.")]
    [DefaultValue("backendctl")]
    public string FlyteProject { get; init; } = "backendctl";

    [CommandOption("--domain <NAME>")]
    [Description("Flyte domain of the execution.")]
    [DefaultValue("development")]
    public string Domain { get; init; } = "development";

    [CommandOption("--output-prefix <URI>")]
    [Description("Where a task that writes its own outputs puts them. [[default: made of execution, node and attempt]]")]
    public string? OutputPrefix { get; init; }

    [CommandOption("--wait")]
    [Description("Follow the job until it ends; the exit code tells how.")]
    public bool Wait { get; init; }

    [CommandOption("--interval <DURATION>")]
    [Description("With --wait: time between two questions.")]
    [DefaultValue(WatchPace.DefaultInterval)]
    public string Interval { get; init; } = WatchPace.DefaultInterval;

    [CommandOption("--patience <DURATION>")]
    [Description("With --wait: how long an endpoint that answered before may be unavailable.")]
    [DefaultValue(WatchPace.DefaultPatience)]
    public string Patience { get; init; } = WatchPace.DefaultPatience;

    /// <summary>How to ask.</summary>
    public WatchPace Pace() => new(OptionText.Duration("--interval", Interval), OptionText.Duration("--patience", Patience));
}
