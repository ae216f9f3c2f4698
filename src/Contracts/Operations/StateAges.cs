namespace BackendPlugins.Contracts.Operations;

/// <summary>Counts ages in steps that grow, so that silos can be added up and a quantile read from the sum.</summary>
public static class StateAges
{
    /// <summary>Upper bounds of the steps: from 100 ms, each a quarter more than the one before, to about three days.</summary>
    public static IReadOnlyList<TimeSpan> Bounds { get; } = [.. Enumerable.Range(0, 66).Select(step => TimeSpan.FromMilliseconds(100 * Math.Pow(1.25, step)))];

    /// <summary>The place of an age among the counts.</summary>
    /// <param name="age">The age.</param>
    public static int Place(TimeSpan age)
    {
        var place = age <= Bounds[0] ? 0 : (int)Math.Ceiling(Math.Log(age / Bounds[0], 1.25) - 1e-9);
        return Math.Min(place, Bounds.Count);
    }

    /// <summary>The age that a share of the jobs does not exceed, to within a step.</summary>
    /// <param name="counts">Jobs per step.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>Null where there are no jobs.</returns>
    public static TimeSpan? Quantile(IReadOnlyList<long> counts, double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(counts.Sum() * share));
        var seen = 0L;
        for (var place = 0; place < counts.Count; place++)
        {
            seen += counts[place];
            if (seen >= wanted)
            {
                return Bounds[Math.Min(place, Bounds.Count - 1)];
            }
        }

        return null;
    }
}
