using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>The rows that a job's query yields when it succeeds.</summary>
internal static class JobRows
{
    private static readonly IReadOnlyList<Column> Unnamed = [new("f0_", "INT64")];

    /// <exception cref="FormatException">The query uses a parameter that was not given.</exception>
    public static RowSource Of(string query, ReadOnlyMemory<byte> configuration, JobPlan plan) => plan.StatementType switch
    {
        not (StatementTypes.Select or StatementTypes.CreateTableAsSelect) => RowSource.Empty,
        _ when plan.Columns is { } columns => new GeneratedRows(ColumnText.Parse(columns), plan.ResultRows ?? 1),
        _ when plan.ResultRows is { } rows => new GeneratedRows(Unnamed, rows),
        _ => SelectList.Read(query, Parameters(query, configuration)) ?? new GeneratedRows(Unnamed, 1),
    };

    /// <summary>The job whose rows stand for this one's: of a script, the statement that counts as its result.</summary>
    public static SimulatedJob ResultOf(SimulatedJob job)
    {
        if (job.Children.Count == 0)
        {
            return job;
        }

        var wanted = JsonNode.Parse(job.Configuration.Document.Span)?["query"]?["scriptOptions"]?["keyResultStatement"]?.ToString();
        return wanted == "FIRST_SELECT"
            ? job.Children.FirstOrDefault(child => child.Plan.StatementType == StatementTypes.Select) ?? job.Children[^1]
            : job.Children[^1];
    }

    public static RowSource Of(SimulatedJob job) => Of(job.Configuration.Query, job.Configuration.Document, job.Plan);

    private static JsonArray? Parameters(string query, ReadOnlyMemory<byte> configuration) =>
        query.AsSpan().ContainsAny('@', '?') ? JsonNode.Parse(configuration.Span)?["query"]?["queryParameters"] as JsonArray : null;
}
