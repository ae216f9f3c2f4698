using System.Globalization;
using System.Text;
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

    public static (JobListFilter? Filter, ApiError? Error) Read(IQueryCollection query, BigQuerySimulatorOptions options)
    {
        var filter = new JobListFilter { ParentJobId = Text(query, "parentJobId"), PageSize = Math.Min(options.ListPageSize, options.ListPageLimit) };
        switch (Text(query, "projection")?.ToLowerInvariant())
        {
            case null or "minimal" or "projection_unspecified": break;
            case "full": filter = filter with { Full = true }; break;
            case var other: return (null, Invalid("projection", other));
        }

        var states = query["stateFilter"].Where(state => !string.IsNullOrEmpty(state)).Select(state => state!.ToUpperInvariant()).ToHashSet();
        if (states.FirstOrDefault(state => state is not (JobMoment.Pending or JobMoment.Running or JobMoment.Done)) is { } unknown)
        {
            return (null, Invalid("stateFilter", unknown));
        }

        filter = filter with { States = states };
        if (Text(query, "minCreationTime") is { } min)
        {
            if (!long.TryParse(min, NumberStyles.None, CultureInfo.InvariantCulture, out var time))
            {
                return (null, Invalid("minCreationTime", min));
            }

            filter = filter with { MinCreationTime = time };
        }

        if (Text(query, "maxCreationTime") is { } max)
        {
            if (!long.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var time))
            {
                return (null, Invalid("maxCreationTime", max));
            }

            filter = filter with { MaxCreationTime = time };
        }

        if (Text(query, "maxResults") is { } size)
        {
            if (!uint.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return (null, Invalid("maxResults", size));
            }

            // Zero is how clients leave the choice to the service.
            filter = count == 0 ? filter : filter with { PageSize = (int)Math.Min(count, options.ListPageLimit) };
        }

        if (Text(query, "pageToken") is { } token)
        {
            if (ReadToken(token) is not { } before)
            {
                return (null, Invalid("pageToken", token));
            }

            filter = filter with { BeforeSequence = before };
        }

        return (filter, null);
    }

    public static string Token(long sequence) => Convert.ToBase64String(Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)));

    private static long? ReadToken(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && long.TryParse(Encoding.ASCII.GetString(bytes, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;
    }

    private static string? Text(IQueryCollection query, string name) => query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;

    private static ApiError Invalid(string parameter, string value) =>
        ApiError.Invalid($"Invalid value for {parameter}: {value} is not a valid value") with { Location = parameter, LocationType = "parameter" };
}
