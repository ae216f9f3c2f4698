using System.ComponentModel;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Listing;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options of list.</summary>
internal sealed class ListSettings : EndpointSettings
{
    private const int LargestPage = 1000;

    // The phases of Orleans.BackendPlugins; Flyte's others never come from there.
    private static readonly string[] KnownPhases =
    [
        .. new[]
        {
            TaskPhase.Initializing, TaskPhase.Running, TaskPhase.Succeeded, TaskPhase.Failed, TaskPhase.RetryableFailed, TaskPhase.Aborted,
        }.Select(phase => phase.FlyteName()),
    ];

    [CommandOption("--phase <PHASE>")]
    [Description("Only jobs in this phase; repeat it for more. initializing, running, succeeded, failed, retryable_failed, aborted.")]
    public string[] Phases { get; init; } = [];

    [CommandOption("--plugin <NAME>")]
    [Description("Only jobs of this plugin, for example BigQuery.")]
    public string? Plugin { get; init; }

    [CommandOption("--project <NAME>")]
    [Description("Only jobs of this Flyte project.")]
    public string? Project { get; init; }

    [CommandOption("--domain <NAME>")]
    [Description("Only jobs of this Flyte domain.")]
    public string? Domain { get; init; }

    [CommandOption("--execution <NAME>")]
    [Description("Only jobs of this workflow execution.")]
    public string? Execution { get; init; }

    [CommandOption("--node <ID>")]
    [Description("Only jobs of this node.")]
    public string? Node { get; init; }

    [CommandOption("--limit <NUMBER>")]
    [Description("Jobs per page, 1 to 1000.")]
    [DefaultValue("100")]
    public string Limit { get; init; } = "100";

    [CommandOption("--cursor <CURSOR>")]
    [Description("Go on where a page ended, as its next said.")]
    public string? Cursor { get; init; }

    [CommandOption("--all")]
    [Description("All pages.")]
    public bool All { get; init; }

    /// <summary>The question.</summary>
    public JobListQuery Query() => new()
    {
        Phases = [.. Phases.Select(ReadPhase)],
        Plugin = Plugin,
        Project = Project,
        Domain = Domain,
        Execution = Execution,
        Node = Node,
        Limit = OptionText.Integer("--limit", Limit, 1, LargestPage),
        Cursor = Cursor,
    };

    private static string ReadPhase(string text)
    {
        var name = text.ToUpperInvariant().Replace('-', '_');
        return KnownPhases.Contains(name)
            ? name
            : throw new BadInputException("--phase", $"must be one of {string.Join(", ", KnownPhases).ToLowerInvariant()}; got \"{text}\"");
    }
}
