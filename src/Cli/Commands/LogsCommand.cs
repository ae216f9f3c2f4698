using System.Globalization;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Prints a job's log.</summary>
internal sealed class LogsCommand(CliEnvironment environment, EndpointConnector connector) : AsyncCommand<LogsSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, LogsSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var job = settings.Job();
        var most = settings.MostLines();
        return connector.UseAsync(EndpointOptions.Of(settings, environment), LogsAsync, cancellationToken);

        async Task<ExitCode> LogsAsync(ITaskEndpoint endpoint)
        {
            var read = new List<TaskLogLine>();
            await foreach (var line in ReadAsync(endpoint, job, most, cancellationToken))
            {
                if (screen.IsJson)
                {
                    read.Add(line);
                }
                else
                {
                    screen.Line(TextOf(line));
                }
            }

            if (screen.IsJson)
            {
                screen.Json(new LogDocument(read));
            }

            return ExitCode.Ok;
        }
    }

    private static async IAsyncEnumerable<TaskLogLine> ReadAsync(
        ITaskEndpoint endpoint,
        JobReference job,
        int most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = "";
        var left = most is 0 ? int.MaxValue : most;
        while (true)
        {
            var page = await endpoint.LogsAsync(job, most is 0 ? 0 : left, token, cancellationToken);
            foreach (var line in page.Lines.Take(left))
            {
                yield return line;
            }

            left -= Math.Min(left, page.Lines.Count);

            // An endpoint that repeats its token has no further page.
            if (left is 0 || page.Next.Length is 0 || page.Next == token)
            {
                yield break;
            }

            token = page.Next;
        }
    }

    private static string TextOf(TaskLogLine line) => line.Timestamp is { } at
        ? $"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {line.Message}"
        : line.Message;
}
