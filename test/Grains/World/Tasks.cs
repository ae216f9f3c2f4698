using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Grains.Tests;

/// <summary>Requests as Flyte sends them.</summary>
internal static class Tasks
{
    public static TaskCategory Category { get; } = new("test_task");

    public static TaskRequest Request(
        string node = "n0",
        int attempt = 0,
        string? prefix = null,
        string statement = "select 1",
        TaskCategory? category = null) => new()
        {
            Category = category ?? Category,
            Template = new TaskTemplate
            {
                Id = new TaskIdentifier("flytesnacks", "development", "tasks.query", "v1"),
                Sql = new SqlStatement(statement),
                Custom = Evidence.Json("""{"Location":"EU","ProjectID":"p"}"""),
            },
            Inputs = new Dictionary<string, Literal> { ["a"] = new IntegerLiteral(1), ["b"] = new StringLiteral("x") },
            OutputPrefix = prefix ?? $"s3://bucket/metadata/exec1/{node}/data/{attempt}",
            Execution = new TaskExecution
            {
                Id = new TaskExecutionId(
                    new TaskIdentifier("flytesnacks", "development", "tasks.query", "v1"), "flytesnacks", "development", "exec1", node, attempt),
            },
        };

    public static CreateJob Command(TaskRequest task) => new(JobIdentity.Of(task)!, task);
}
