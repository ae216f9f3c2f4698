namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>Location names: the two multi-regions are written in capitals, regions in lower case; callers may use any case.</summary>
internal static class Locations
{
    /// <summary>Jobs here are found without naming a location.</summary>
    public static readonly IReadOnlyList<string> MultiRegions = ["US", "EU"];

    public static string Normalize(string location) =>
        MultiRegions.FirstOrDefault(region => region.Equals(location, StringComparison.OrdinalIgnoreCase)) ?? location.ToLowerInvariant();
}
