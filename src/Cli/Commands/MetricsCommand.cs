using System.Text.Json;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Prints a job's metrics.</summary>
internal sealed class MetricsCommand(CliEnvironment environment, EndpointConnector connector) : AsyncCommand<MetricsSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, MetricsSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var job = settings.Job();
        var query = settings.Query(environment.Time.GetUtcNow());
        return connector.UseAsync(EndpointOptions.Of(settings, environment), MetricsAsync, cancellationToken);

        async Task<ExitCode> MetricsAsync(ITaskEndpoint endpoint)
        {
            var series = await endpoint.MetricsAsync(job, query, cancellationToken);
            if (screen.IsJson)
            {
                screen.Json(new MetricsDocument(series));
                return ExitCode.Ok;
            }

            foreach (var metric in series)
            {
                screen.Line($"{metric.Metric} {(metric.Data is { } data ? JsonSerializer.Serialize(data, PluginJson.Options) : "{}")}");
            }

            if (series.Count is 0)
            {
                screen.Hint("The endpoint has no such metrics of this job.");
            }

            return ExitCode.Ok;
        }
    }
}
