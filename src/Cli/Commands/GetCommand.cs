using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Shows a job.</summary>
internal sealed class GetCommand(CliEnvironment environment, EndpointConnector connector) : AsyncCommand<JobSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, JobSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var job = settings.Job();
        return connector.UseAsync(EndpointOptions.Of(settings, environment), GetAsync, cancellationToken);

        async Task<ExitCode> GetAsync(ITaskEndpoint endpoint)
        {
            var report = await endpoint.GetAsync(job, cancellationToken);
            if (screen.IsJson)
            {
                screen.Json(JobDocument.Of(job, report, endpoint.Protocol));
            }
            else
            {
                ReportText.Write(screen, report);
            }

            return ExitCode.Ok;
        }
    }
}
