using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Watching;

/// <summary>Shows nothing: the end is printed as one document.</summary>
internal sealed class SilentWatchView : IWatchView
{
    public async Task<TaskReport> ShowAsync(string name, IAsyncEnumerable<WatchMoment> moments) => (await moments.LastAsync()).Report;
}
