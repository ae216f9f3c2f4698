namespace BackendPlugins.Dashboard.Frame;

/// <summary>What every page has around it.</summary>
/// <param name="Root">The application's path base; empty at the root.</param>
/// <param name="Now">When the page was made; ages are counted from here.</param>
public sealed record PageFrame(string Root, DateTimeOffset Now)
{
    /// <summary>Seconds until the page loads itself again; null where it does not.</summary>
    public int? Refresh { get; init; }

    /// <summary>The same page with refreshing switched to the other state; null where refreshing makes no sense.</summary>
    public string? RefreshLink { get; init; }
}
