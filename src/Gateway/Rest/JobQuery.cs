using System.ComponentModel;
using System.Globalization;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Gateway.Answers;
using Microsoft.AspNetCore.Mvc;

namespace BackendPlugins.Gateway.Rest;

/// <summary>The question of a list request, as its query string says it.</summary>
internal sealed record JobQuery
{
    private const int LargestPage = 1000;

    [FromQuery(Name = "phase"), Description("Phases to keep; repeat it or separate by commas. INITIALIZING, RUNNING, SUCCEEDED, ABORTED, FAILED or RETRYABLE_FAILED.")]
    public string[]? Phase { get; init; }

    [FromQuery(Name = "plugin"), Description("Name of a plugin, for example BigQuery.")]
    public string? Plugin { get; init; }

    [FromQuery(Name = "project"), Description("Flyte project.")]
    public string? Project { get; init; }

    [FromQuery(Name = "domain"), Description("Flyte domain.")]
    public string? Domain { get; init; }

    [FromQuery(Name = "execution"), Description("Name of the workflow execution.")]
    public string? Execution { get; init; }

    [FromQuery(Name = "node"), Description("Node of the execution.")]
    public string? Node { get; init; }

    [FromQuery(Name = "external_id"), Description("The service's id of the job.")]
    public string? ExternalId { get; init; }

    [FromQuery(Name = "limit"), Description("Jobs per page, 1 to 1000; 100 where not given.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("The next of the page before; none for the first page.")]
    public string? Cursor { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="filter">The filter; of use only where nothing is wrong.</param>
    /// <returns>What is wrong, by parameter.</returns>
    public Dictionary<string, string[]> Read(out JobFilter filter)
    {
        var wrong = new Dictionary<string, string[]>();
        var phases = new List<JobPhase>();
        var names = (Phase ?? []).SelectMany(part => part.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        foreach (var name in names)
        {
            if (PhaseTable.Find(name) is { } phase)
            {
                phases.Add(phase);
            }
            else
            {
                wrong["phase"] =
                [
                    $"\"{name}\" is no phase; use {string.Join(", ", PhaseTable.All.Select(each => PhaseTable.Of(each).Name))}",
                ];
            }
        }

        var limit = new JobFilter().Limit;
        if (!string.IsNullOrEmpty(Limit)
            && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
        {
            wrong["limit"] = [$"must be a whole number from 1 to {LargestPage}; got \"{Limit}\""];
        }

        filter = new JobFilter
        {
            Phases = phases,
            Plugin = Plugin,
            Project = Project,
            Domain = Domain,
            Execution = Execution,
            Node = Node,
            ExternalId = ExternalId,
            Limit = limit,
            Cursor = string.IsNullOrEmpty(Cursor) ? null : Cursor,
        };
        return wrong;
    }
}
