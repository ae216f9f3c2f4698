using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Listing;
using BackendPlugins.Cli.Output;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Lists jobs.</summary>
internal sealed class ListCommand(CliEnvironment environment, JobListClient client) : AsyncCommand<ListSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, ListSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var options = EndpointOptions.Of(settings, environment);
        var query = settings.Query();
        var jobs = new List<JobListEntry>();
        JobListPage page;
        do
        {
            page = await client.ReadAsync(options, query, cancellationToken);
            jobs.AddRange(page.Jobs);
            query = query with { Cursor = page.Next };
        }
        while (settings.All && page.Next is not null);

        if (screen.IsJson)
        {
            screen.Json(new JobListPage(jobs, page.Next));
            return (int)ExitCode.Ok;
        }

        screen.Table(JobTable.Of(jobs, environment.Time.GetUtcNow(), screen.TerminalWidth));
        var count = jobs.Count is 1 ? "1 job" : $"{jobs.Count} jobs";
        screen.Hint(page.Next is null ? count : $"{count}; more with --cursor {page.Next} or --all");
        return (int)ExitCode.Ok;
    }
}
