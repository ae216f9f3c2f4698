using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Watching;

/// <summary>Shows a watch.</summary>
internal interface IWatchView
{
    /// <summary>Shows every moment and answers the last report.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="moments">The watch; it has at least one moment.</param>
    Task<TaskReport> ShowAsync(string name, IAsyncEnumerable<WatchMoment> moments);
}
