using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;

namespace BackendPlugins.Cli.Watching;

/// <summary>Follows a job to its end in the way that fits the output.</summary>
internal sealed class WatchSession(CliEnvironment environment)
{
    /// <summary>Follows a job and answers its last report.</summary>
    public async Task<TaskReport> RunAsync(
        ITaskEndpoint endpoint, JobReference job, WatchPace pace, Screen screen, CancellationToken cancellationToken)
    {
        IWatchView view = screen.IsJson ? new SilentWatchView()
            : environment.IsTerminal ? new LiveWatchView(screen, environment.Out)
            : new PlainWatchView(screen, environment.Time);
        try
        {
            return await view.ShowAsync(job.Name, new JobWatch(endpoint, environment.Time, pace).FollowAsync(job, cancellationToken));
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                var category = job.Key is null ? $" --category {job.Category.Name}" : "";
                screen.Hint($"The job goes on. Watch it again with: backendctl watch {job.Name}{category}");
            }
        }
    }
}
