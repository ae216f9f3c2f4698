using System.ComponentModel;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options of metrics.</summary>
internal sealed class MetricsSettings : JobSettings
{
    [CommandOption("--query <NAME>")]
    [Description("A metric's name or a query; repeat it for more. [[default: all that the endpoint has]]")]
    public string[] Queries { get; init; } = [];

    [CommandOption("--since <DURATION>")]
    [Description("How far back. [[default: left to the endpoint]]")]
    public string? Since { get; init; }

    [CommandOption("--step <DURATION>")]
    [Description("Time between two values. [[default: left to the endpoint]]")]
    public string? Step { get; init; }

    /// <summary>The question.</summary>
    public MetricQuery Query(DateTimeOffset now)
    {
        TimeSpan? since = Since is null ? null : OptionText.Duration("--since", Since);
        return new MetricQuery(
            Queries, now - since, since is null ? null : now, Step is null ? null : OptionText.Duration("--step", Step));
    }
}
