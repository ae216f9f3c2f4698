namespace BackendPlugins.Cli.Watching;

/// <summary>How a watch asks.</summary>
/// <param name="Interval">Time between two questions.</param>
/// <param name="Patience">How long an endpoint that answered before may be unavailable.</param>
internal sealed record WatchPace(TimeSpan Interval, TimeSpan Patience)
{
    public const string DefaultInterval = "1s";
    public const string DefaultPatience = "1m";
}
