using BackendPlugins.Cli.Creation;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using BackendPlugins.Cli.Watching;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Creates a job.</summary>
internal sealed class CreateCommand(CliEnvironment environment, EndpointConnector connector, WatchSession watch) : AsyncCommand<CreateSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, CreateSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var options = EndpointOptions.Of(settings, environment);
        var pace = settings.Pace();
        var request = NewTask.Of(settings, environment.NewExecutionName);
        return connector.UseAsync(options, CreateAsync, cancellationToken);

        async Task<ExitCode> CreateAsync(ITaskEndpoint endpoint)
        {
            var job = new JobReference(await endpoint.CreateAsync(request, cancellationToken), request.Category);
            var created = DocumentOf(job, request, endpoint.Protocol);
            if (!screen.IsJson)
            {
                Write(screen, created, request);
            }

            if (!settings.Wait)
            {
                WriteJson(created);
                return ExitCode.Ok;
            }

            TaskReport end;
            try
            {
                end = await watch.RunAsync(endpoint, job, pace, screen, cancellationToken);
            }
            catch
            {
                // The job exists: whoever called must learn its name although the watch failed.
                WriteJson(created);
                throw;
            }

            WriteJson(created with { Job = JobDocument.Of(job, end, endpoint.Protocol) });
            return end.Phase.ExitCodeOf();
        }

        void WriteJson(CreatedDocument document)
        {
            if (screen.IsJson)
            {
                screen.Json(document);
            }
        }
    }

    private static CreatedDocument DocumentOf(JobReference job, TaskRequest request, WireProtocol protocol)
    {
        var id = request.Execution.Id ?? throw new InvalidOperationException("A task from the command line has an execution.");
        return new CreatedDocument(
            job.Key?.Value,
            job.MetaText,
            Protocols.NameOf(protocol),
            request.Category.Name,
            id.Project,
            id.Domain,
            id.Execution,
            id.Node,
            id.RetryAttempt,
            request.OutputPrefix);
    }

    private static void Write(Screen screen, CreatedDocument created, TaskRequest request)
    {
        screen.Field("execution", $"{created.Execution} node {created.Node} attempt {created.Attempt} ({created.Project}, {created.Domain})");
        foreach (var (index, input) in request.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Index())
        {
            var type = request.Template.Inputs[input.Key] is SimpleLiteralType simple ? $"{simple.Simple} " : "";
            screen.Field(index is 0 ? "inputs" : "", $"{input.Key} = {type}{LiteralText.Of(input.Value)}");
        }

        if (created.Key is not null)
        {
            screen.Field("key", created.Key);
        }

        screen.Field("meta", created.ResourceMeta);
    }
}
