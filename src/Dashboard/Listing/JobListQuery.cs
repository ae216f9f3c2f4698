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

    /// <summary>A text that stands in the message or in a name.</summary>
    public string? Text { get; init; }

    /// <summary>Accepted within this time before now: a key of <see cref="TimeSpans"/>.</summary>
    public string? Since { get; init; }

    /// <summary>Accepted at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Accepted before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What the list is ordered by.</summary>
    public JobOrder Order { get; init; }

    /// <summary>Whether the smallest come first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Jobs per page.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Where the page before this one ended; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>
    /// The cursors of the pages between the first and this one. The catalog walks from new to old only, so the way back is
    /// kept in the address.
    /// </summary>
    public IReadOnlyList<string> Trail { get; init; } = [];

    /// <summary>The times that can be asked for by name.</summary>
    public static IReadOnlyDictionary<string, (TimeSpan Span, string Label)> TimeSpans { get; } = new Dictionary<string, (TimeSpan, string)>
    {
        ["15m"] = (TimeSpan.FromMinutes(15), "last 15 minutes"),
        ["1h"] = (TimeSpan.FromHours(1), "last hour"),
        ["6h"] = (TimeSpan.FromHours(6), "last 6 hours"),
        ["24h"] = (TimeSpan.FromHours(24), "last 24 hours"),
        ["7d"] = (TimeSpan.FromDays(7), "last 7 days"),
    };

    /// <summary>Whether anything restricts the list.</summary>
    public bool IsFiltered => Phases.Count > 0
        || (Plugin ?? Project ?? Domain ?? Execution ?? Node ?? ExternalId ?? Key ?? Text ?? Since) is not null
        || (From ?? To) is not null;

    /// <summary>The same in the catalog's terms.</summary>
    /// <param name="now">Now, which <see cref="Since"/> counts from. Rounded to a minute, so that everybody asks the same.</param>
    public JobFilter ToFilter(DateTimeOffset now) => new()
    {
        Phases = Phases,
        Plugin = Plugin,
        Project = Project,
        Domain = Domain,
        Execution = Execution,
        Node = Node,
        ExternalId = ExternalId,
        Key = Key,
        Text = Text,
        From = Since is { } since ? Minute(now - TimeSpans[since].Span) : From,
        To = To,
        Order = Order,
        Ascending = Ascending,
        Cursor = Cursor,
        Limit = Limit,
    };

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
