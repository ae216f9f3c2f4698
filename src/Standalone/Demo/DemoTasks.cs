using System.Globalization;
using System.Text.Json;
using BackendPlugins.Contracts;

namespace BackendPlugins.Standalone.Demo;

/// <summary>The demo's tasks: BigQuery queries as flytekit registers them, with a script for the simulator in a comment.</summary>
internal static class DemoTasks
{
    private const string Project = "demo-project";

    /// <summary>Task number <paramref name="index"/> of a run; the same index gives always the same task.</summary>
    public static TaskRequest Create(DemoRun run, int index)
    {
        var end = EndOf(index);
        var fail = end switch
        {
            JobPhase.Failed => " fail=invalidQuery",
            JobPhase.RetryableFailed => " fail=backendError",
            _ => "",
        };
        var milliseconds = 2_000 + Lot(index, 7, 8_000);
        var statement = $"SELECT name, total FROM sales.orders WHERE shard = @shard /* sim: duration={milliseconds}ms{fail} */";
        var node = $"n{index.ToString(CultureInfo.InvariantCulture)}";
        var id = new TaskIdentifier("flytesnacks", "development", "demo.tasks.query", "v1");
        return new TaskRequest
        {
            Category = new TaskCategory("bigquery_query_job_task"),
            OutputPrefix = $"s3://flyte/metadata/propeller/flytesnacks-development-{run.Name}/{node}/data/0",
            Inputs = new Dictionary<string, Literal> { ["shard"] = new IntegerLiteral(index) },
            Template = new TaskTemplate
            {
                Id = id,
                Sql = new SqlStatement(statement, "ANSI"),
                Custom = JsonSerializer.SerializeToElement(new { Location = "US", ProjectID = Project, Domain = "development" }),
                Inputs = new Dictionary<string, LiteralType> { ["shard"] = new SimpleLiteralType(SimpleType.Integer) },
                Outputs = new Dictionary<string, LiteralType> { ["results"] = StructuredDatasetLiteralType.Plain },
            },
            Execution = new TaskExecution
            {
                Id = new TaskExecutionId(id, "flytesnacks", "development", run.Name, node, RetryAttempt: 0),
                Namespace = "flytesnacks-development",
                Labels = new Dictionary<string, string> { ["execution-id"] = run.Name, ["node-id"] = node },
                MaxAttempts = 1,
            },
        };
    }

    /// <summary>How the simulation says that a task ends: 5 in 100 have a broken query, 3 in 100 meet an error of the service.</summary>
    public static JobPhase EndOf(int index) => Lot(index, 3, 100) switch
    {
        < 5 => JobPhase.Failed,
        < 8 => JobPhase.RetryableFailed,
        _ => JobPhase.Succeeded,
    };

    // A fixed mix instead of a random source: after a restart the same index must give the same task.
    private static int Lot(int index, int salt, int bound) => (int)((((uint)index + 1) * 2654435761u + ((uint)salt * 40503u)) >> 8) % bound;
}
