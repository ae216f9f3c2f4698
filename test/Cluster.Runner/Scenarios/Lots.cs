namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>Drawing lots.</summary>
internal static class Lots
{
    /// <summary>A time between two numbers of seconds.</summary>
    public static TimeSpan Within(this Random random, double from, double to) => TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));

    /// <summary>One of several, by weight.</summary>
    public static T Pick<T>(this Random random, IReadOnlyList<(int Weight, T Value)> rows)
    {
        var lot = random.Next(rows.Sum(row => row.Weight));
        return rows.First(row => (lot -= row.Weight) < 0).Value;
    }
}
