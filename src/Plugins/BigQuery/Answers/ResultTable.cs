namespace BackendPlugins.BigQuery;

/// <summary>The table that a job which ended well has written.</summary>
/// <param name="Table">The table; null for none.</param>
/// <param name="WhyNone">Why there is none, in words that follow a colon; empty where there is one.</param>
internal sealed record ResultTable(TableReference? Table, string WhyNone = "")
{
    /// <summary>Reads it from the job itself. A script's table is one of its statements'.</summary>
    public static ResultTable Of(JobResource job)
    {
        var query = job.Statistics?.Query;
        var type = query?.StatementType ?? "this kind of statement";
        if (query?.DdlOperationPerformed is "DROP" || type.StartsWith("DROP_", StringComparison.Ordinal))
        {
            // The table that it names is gone.
            return new ResultTable(null, $"{type} leaves none");
        }

        var table = Whole(job.Configuration?.Query?.DestinationTable) ?? Whole(query?.DdlDestinationTable) ?? Whole(query?.DdlTargetTable);
        return new ResultTable(table, table is null ? $"{type} has none" : "");
    }

    private static TableReference? Whole(TableReference? table) => table is { ProjectId: not null, DatasetId: not null, TableId: not null } ? table : null;
}
