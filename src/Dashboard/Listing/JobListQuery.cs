using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>What a reader asked of the job list: the address's query, checked. Null or empty does not restrict.</summary>
public sealed record JobListQuery
{
    /// <summary>Jobs per page where the reader did not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Any of these phases.</summary>
    public IReadOnlyList<JobPhase> Phases { get; init; } = [];

    /// <summary>Name of a plugin.</summary>
    public string? Plugin { get; init; }

    /// <summary>Flyte project.</summary>
    public string? Project { get; init; }

    /// <summary>Flyte domain.</summary>
    public string? Domain { get; init; }

    /// <summary>Workflow execution.</summary>
    public string? Execution { get; init; }

    /// <summary>Node.</summary>
    public string? Node { get; init; }

    /// <summary>The service's id of the job.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The job's key.</summary>
    public string? Key { get; init; }

    /// <summary>Jobs per page.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Where the page before this one ended; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>
    /// The cursors of the pages between the first and this one. The catalog walks from new to old only, so the way back is
    /// kept in the address.
    /// </summary>
    public IReadOnlyList<string> Trail { get; init; } = [];

    /// <summary>Seconds until the page loads itself again; null where it does not.</summary>
    public int? Refresh { get; init; }

    /// <summary>Whether anything restricts the list.</summary>
    public bool IsFiltered => Phases.Count > 0
        || (Plugin ?? Project ?? Domain ?? Execution ?? Node ?? ExternalId ?? Key) is not null;

    /// <summary>The same in the catalog's terms.</summary>
    public JobFilter ToFilter() => new()
    {
        Phases = Phases,
        Plugin = Plugin,
        Project = Project,
        Domain = Domain,
        Execution = Execution,
        Node = Node,
        ExternalId = ExternalId,
        Key = Key,
        Cursor = Cursor,
        Limit = Limit,
    };
}
