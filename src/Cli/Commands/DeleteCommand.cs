using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Cancels a job.</summary>
internal sealed class DeleteCommand(CliEnvironment environment, EndpointConnector connector) : AsyncCommand<JobSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, JobSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var job = settings.Job();
        return connector.UseAsync(EndpointOptions.Of(settings, environment), DeleteAsync, cancellationToken);

        async Task<ExitCode> DeleteAsync(ITaskEndpoint endpoint)
        {
            await endpoint.DeleteAsync(job, cancellationToken);
            if (screen.IsJson)
            {
                screen.Json(new DeletedDocument(job.Key?.Value, job.MetaText, Protocols.NameOf(endpoint.Protocol), Deleted: true));
            }
            else
            {
                screen.Line($"The endpoint has accepted the delete of {job.Name}.");
            }

            return ExitCode.Ok;
        }
    }
}
