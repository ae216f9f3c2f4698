using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>Finds the table that a job has written, for scripts among the jobs of their statements.</summary>
internal sealed class ResultTables(BigQueryClient client)
{
    // 20,000 statements, newest first.
    private const int MostPages = 20;

    /// <summary>The table, or why there is none; null where nobody has to know it.</summary>
    /// <exception cref="ServiceUnavailableException">The statements of a script could not be listed now.</exception>
    public async Task<ResultTable?> FindAsync(Caller caller, PluginJob job, JobResource resource, CancellationToken cancellationToken)
    {
        if (resource.Status is not { ErrorResult: null, State: { } state } || !state.Equals("DONE", StringComparison.OrdinalIgnoreCase) || resource.Configuration?.DryRun is true || !JobOutput.IsWantedBy(job.Task))
        {
            return null;
        }

        var own = ResultTable.Of(resource);
        if (own.Table is null && resource.Configuration?.Query is null && TableOfTask(job) is { } ordered)
        {
            return new ResultTable(ordered);
        }

        return own.Table is null && IsScript(resource.Statistics) ? await FindInScriptAsync(caller, JobAddress.Of(job.External), cancellationToken) : own;
    }

    /// <summary>The destination that the task orders, for an answer that does not repeat how the job is configured.</summary>
    private static TableReference? TableOfTask(PluginJob job) =>
        CustomSettings.Read(job.Task.Template.Custom, UnknownKeys.Pass).Query["destinationTable"] is JsonObject table
        && Text(table, "datasetId") is { } dataset && Text(table, "tableId") is { } name
            ? new TableReference(Text(table, "projectId") ?? JobAddress.Of(job.External).Project, dataset, name)
            : null;

    private static string? Text(JsonObject table, string name) => table[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static bool IsScript(JobStatistics? statistics) => statistics?.Query?.StatementType is "SCRIPT" || statistics?.NumChildJobs > 0;

    /// <summary>The table of the last SELECT; where the script has none, of the last statement that wrote a table.</summary>
    private async Task<ResultTable> FindInScriptAsync(Caller caller, JobAddress script, CancellationToken cancellationToken)
    {
        ResultTable? written = null;
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            switch (await client.ListChildrenAsync(caller, script, token, cancellationToken))
            {
                case JobPageReply { Page.Unreachable: { Count: > 0 } unreachable }:
                    throw new ServiceUnavailableException($"jobs.list: {string.Join(", ", unreachable)} cannot be reached.");
                case JobPageReply reply:
                    foreach (var statement in (reply.Page.Jobs ?? []).Where(EndedWell))
                    {
                        var table = ResultTable.Of(statement.ToResource());
                        written ??= table.Table is null ? null : table;
                        if (table.Table is not null && statement.Statistics?.Query?.StatementType is "SELECT")
                        {
                            return table;
                        }
                    }

                    if (reply.Page.NextPageToken is not { Length: > 0 } next)
                    {
                        return written ?? new ResultTable(null, "none of the script's statements wrote one");
                    }

                    token = next;
                    break;
                case ErrorReply error when ErrorReasons.DeniesListing(error):
                    return new ResultTable(null, $"it is a script, and its statements cannot be listed ({error.Reason ?? $"HTTP {(int)error.Status}"}: {error.Words.TrimEnd('.')})");
                case var reply:
                    throw new ServiceUnavailableException($"{reply}") { RetryAfter = (reply as ErrorReply)?.RetryAfter };
            }
        }

        return written ?? new ResultTable(null, $"none of the script's last {MostPages} pages of statements wrote one");
    }

    // A condition of an IF is a SELECT too, and an error may have been caught by the script.
    private static bool EndedWell(JobPageEntry statement) =>
        statement.ErrorResult is null && statement.Status?.ErrorResult is null
        && statement.Statistics?.ScriptStatistics?.EvaluationKind is not "EXPRESSION";
}
