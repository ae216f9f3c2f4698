namespace BackendPlugins.BigQuery;

/// <summary>A query's timeline as series. They are stored with the job, so a long one is thinned.</summary>
internal static class JobTimeline
{
    public const int MostSamples = 100;

    // About the year 5000: times in another unit than milliseconds are no times.
    public const long LatestTime = 100_000_000_000_000;

    private static readonly (string Name, Func<TimelineEntry, long?> Of)[] Numbers =
    [
        ("totalSlotMs", entry => entry.TotalSlotMs),
        ("completedUnits", entry => entry.CompletedUnits),
        ("activeUnits", entry => entry.ActiveUnits),
        ("pendingUnits", entry => entry.PendingUnits),
    ];

    public static IReadOnlyList<MetricSeries> Of(JobStatistics? statistics)
    {
        if (statistics is not { StartTime: { } start and >= 0 and < LatestTime, Query.Timeline: { Count: > 0 } timeline })
        {
            return [];
        }

        var kept = Thinned([.. timeline.Where(entry => entry.ElapsedMs is >= 0 and < LatestTime).OrderBy(entry => entry.ElapsedMs)]);
        return Numbers
            .Select(number => new MetricSeries(
                number.Name,
                kept.Where(entry => number.Of(entry) is not null)
                    .Select(entry => new MetricSample(DateTimeOffset.FromUnixTimeMilliseconds(start + entry.ElapsedMs!.Value), number.Of(entry)!.Value))
                    .ToArray()))
            .Where(series => series.Samples.Count > 0)
            .ToArray();
    }

    // Evenly, and always with the last one.
    private static IReadOnlyList<TimelineEntry> Thinned(IReadOnlyList<TimelineEntry> entries)
    {
        var step = (entries.Count + MostSamples - 1) / MostSamples;
        return step <= 1 ? entries : [.. entries.Where((_, index) => (entries.Count - 1 - index) % step == 0)];
    }
}
