using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Lists what an endpoint serves.</summary>
internal sealed class ConnectorsCommand(CliEnvironment environment, EndpointConnector connector) : AsyncCommand<EndpointSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, EndpointSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        return connector.UseAsync(EndpointOptions.Of(settings, environment), ConnectorsAsync, cancellationToken);

        async Task<ExitCode> ConnectorsAsync(ITaskEndpoint endpoint)
        {
            var connectors = await endpoint.ConnectorsAsync(cancellationToken);
            if (screen.IsJson)
            {
                screen.Json(new ConnectorsDocument(Protocols.NameOf(endpoint.Protocol), connectors));
                return ExitCode.Ok;
            }

            var table = new Table().AddColumn("NAME").AddColumn("KIND").AddColumn("TASK TYPES");
            foreach (var entry in connectors)
            {
                table.AddRow(
                    new Text(entry.Name),
                    new Text(entry.IsSync ? "sync" : "async"),
                    new Text(string.Join(", ", entry.Categories.Select(category => category.Version is 0 ? category.Name : $"{category.Name}:{category.Version}"))));
            }

            screen.Table(table);
            screen.Hint($"{connectors.Count} served in {Protocols.NameOf(endpoint.Protocol)} of Flyte's protocols");
            return ExitCode.Ok;
        }
    }
}
