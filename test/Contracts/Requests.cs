using System.Text.Json;

namespace BackendPlugins.Contracts.Tests;

/// <summary>Requests as Flyte sends them.</summary>
internal static class Requests
{
    public static TaskIdentifier Task { get; } = new("flytesnacks", "development", "tasks.query", "v1");

    public static TaskRequest Attempt { get; } = new()
    {
        Category = new TaskCategory("bigquery_query_job_task"),
        Template = new TaskTemplate { Id = Task, Sql = new SqlStatement("select 1"), Custom = Json("""{"Location":"EU"}""") },
        Inputs = new Dictionary<string, Literal> { ["a"] = new IntegerLiteral(1), ["nan"] = new FloatLiteral(double.NaN) },
        OutputPrefix = "s3://bucket/metadata/exec1/n0/data/0",
        Execution = new TaskExecution { Id = new TaskExecutionId(Task, "flytesnacks", "development", "exec1", "n0", 0) },
    };

    public static TaskRequest WithoutExecution { get; } = Attempt with { Execution = TaskExecution.Unknown };

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
