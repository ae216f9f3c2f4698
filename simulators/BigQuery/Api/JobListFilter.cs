using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The parameters of jobs.list.</summary>
internal sealed record JobListFilter
{
    public bool Full { get; init; }

    /// <summary>States wanted, in capitals; empty wants all.</summary>
    public IReadOnlyCollection<string> States { get; init; } = [];

    public string? ParentJobId { get; init; }

    public long MinCreationTime { get; init; } = long.MinValue;

    public long MaxCreationTime { get; init; } = long.MaxValue;

    public int PageSize { get; init; }

    /// <summary>The page begins below this place in the order of creation.</summary>
    public long BeforeSequence { get; init; } = long.MaxValue;

    /// <exception cref="RequestShapeException">A parameter makes no sense.</exception>
    public static JobListFilter Read(IQueryCollection query, BigQuerySimulatorOptions options)
    {
        var states = query["stateFilter"].Where(state => !string.IsNullOrEmpty(state)).Select(state => state!.ToUpperInvariant()).ToHashSet();
        if (states.FirstOrDefault(state => state is not (JobMoment.Pending or JobMoment.Running or JobMoment.Done)) is { } unknown)
        {
            throw QueryValues.Invalid("stateFilter", unknown);
        }

        // Zero is how clients leave the choice to the service.
        var size = QueryValues.Count(query, "maxResults") is { } asked and > 0 ? asked : options.ListPageSize;
        return new()
        {
            Full = QueryValues.Text(query, "projection")?.ToLowerInvariant() switch
            {
                null or "minimal" or "projection_unspecified" => false,
                "full" => true,
                var other => throw QueryValues.Invalid("projection", other),
            },
            States = states,
            ParentJobId = QueryValues.Text(query, "parentJobId"),
            MinCreationTime = QueryValues.Count(query, "minCreationTime") ?? long.MinValue,
            MaxCreationTime = QueryValues.Count(query, "maxCreationTime") ?? long.MaxValue,
            PageSize = (int)Math.Min(size, options.ListPageLimit),
            BeforeSequence = QueryValues.Page(query) ?? long.MaxValue,
        };
    }
}
