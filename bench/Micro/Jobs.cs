using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Bench.Micro;

/// <summary>A running BigQuery job as its grain shows it, and the task that it came from.</summary>
internal static class Jobs
{
    private static readonly DateTimeOffset At = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    public static TaskRequest Task { get; } = new()
    {
        Category = new TaskCategory("bigquery_query_job_task"),
        OutputPrefix = "s3://flyte/metadata/propeller/flytesnacks-development-f6a1b2c3d4/n0/data/0",
        Inputs = new Dictionary<string, Literal> { ["shard"] = new IntegerLiteral(7) },
        Template = new TaskTemplate
        {
            Id = new TaskIdentifier("flytesnacks", "development", "wf.query", "v1"),
            Sql = new SqlStatement("SELECT name, total FROM sales.orders WHERE shard = @shard", "ANSI"),
            Custom = JsonSerializer.SerializeToElement(new { Location = "US", ProjectID = "demo-project" }),
            Inputs = new Dictionary<string, LiteralType> { ["shard"] = new SimpleLiteralType(SimpleType.Integer) },
        },
        Execution = new TaskExecution
        {
            Id = new TaskExecutionId(
                new TaskIdentifier("flytesnacks", "development", "wf.query", "v1"), "flytesnacks", "development", "f6a1b2c3d4", "n0", RetryAttempt: 0),
            Namespace = "flytesnacks-development",
            MaxAttempts = 1,
        },
    };

    public static JobKey Key { get; } = JobIdentity.Of(Task)!.Key;

    public static JobSnapshot Running { get; } = new()
    {
        Key = Key,
        Phase = JobPhase.Running,
        Stage = JobStage.Tracked,
        Message = "The query is running: 1 of 2 stages are complete.",
        ObservedAt = At.AddSeconds(9),
        LogLinks = [new LogLink("BigQuery Console", "https://console.cloud.google.com/bigquery?project=demo-project&j=bq:US:flyte_f6a1b2c3d4_n0_0_q2mdkx4v7a5ec3jrnzt6wbyhuo&page=queryresults")],
        CustomInfo = JsonSerializer.SerializeToElement(new
        {
            jobId = "flyte_f6a1b2c3d4_n0_0_q2mdkx4v7a5ec3jrnzt6wbyhuo", project = "demo-project", location = "US", statementType = "SELECT",
            totalBytesProcessed = 10485760, creationTime = 1795593600000, startTime = 1795593600100,
        }),
        ExternalId = "flyte_f6a1b2c3d4_n0_0_q2mdkx4v7a5ec3jrnzt6wbyhuo",
        CreatedAt = At,
        ChangedAt = At.AddSeconds(1),
        Revision = 7,
    };
}
