using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using BackendPlugins.Cli.Watching;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Follows a job until it ends.</summary>
internal sealed class WatchCommand(CliEnvironment environment, EndpointConnector connector, WatchSession watch) : AsyncCommand<WatchSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, WatchSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var job = settings.Job();
        var pace = settings.Pace();
        return connector.UseAsync(EndpointOptions.Of(settings, environment), WatchAsync, cancellationToken);

        async Task<ExitCode> WatchAsync(ITaskEndpoint endpoint)
        {
            var end = await watch.RunAsync(endpoint, job, pace, screen, cancellationToken);
            if (screen.IsJson)
            {
                screen.Json(JobDocument.Of(job, end, endpoint.Protocol));
            }

            return end.Phase.ExitCodeOf();
        }
    }
}
