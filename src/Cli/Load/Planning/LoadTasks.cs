using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Cli.Load.Planning;

/// <summary>The tasks of a run as Flyte sends them.</summary>
internal sealed class LoadTasks(LoadPlan plan)
{
    private static readonly Dictionary<string, LiteralType> Shard = new() { ["shard"] = new SimpleLiteralType(SimpleType.Integer) };

    /// <summary>The task of a job.</summary>
    public TaskRequest Of(LoadJob job)
    {
        var shape = plan.Task;
        var node = string.Create(CultureInfo.InvariantCulture, $"n{job.Index}");
        var id = new TaskIdentifier(shape.FlyteProject, shape.Domain, "backendctl.load", "1");
        return new TaskRequest
        {
            Category = shape.Category,
            OutputPrefix = $"s3://backendctl/{shape.FlyteProject}/{shape.Domain}/{plan.Execution}/{node}/data/0",
            Inputs = shape.Sql is null ? new Dictionary<string, Literal> { ["shard"] = new IntegerLiteral(job.Index) } : new Dictionary<string, Literal>(),
            Template = new TaskTemplate
            {
                Id = id,
                Sql = new SqlStatement(StatementOf(job), "ANSI"),
                Custom = CustomOf(job),
                Inputs = shape.Sql is null ? Shard : new Dictionary<string, LiteralType>(),
            },
            Execution = new TaskExecution
            {
                Id = new TaskExecutionId(id, shape.FlyteProject, shape.Domain, plan.Execution, node, RetryAttempt: 0),
                Namespace = $"{shape.FlyteProject}-{shape.Domain}",
                Labels = new Dictionary<string, string> { ["execution-id"] = plan.Execution, ["node-id"] = node },
                MaxAttempts = 1,
            },
        };
    }

    private string StatementOf(LoadJob job)
    {
        var milliseconds = job.Duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        return plan.Task.Sql is { } sql
            ? sql.Replace("{ms}", milliseconds, StringComparison.Ordinal)
                .Replace("{index}", job.Index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            : $"SELECT name, total FROM sales.orders WHERE shard = @shard /* sim: pending=0ms duration={milliseconds}ms{(job.Fails ? " fail=invalidQuery" : "")} */";
    }

    private JsonElement? CustomOf(LoadJob job)
    {
        if (plan.Task is not { CloudProjects: > 1, Custom: { } custom })
        {
            return plan.Task.Custom;
        }

        var settings = JsonObject.Create(custom)!;
        settings["ProjectID"] = string.Create(CultureInfo.InvariantCulture, $"{settings["ProjectID"]}-{(job.Index % plan.Task.CloudProjects) + 1}");
        return JsonSerializer.SerializeToElement(settings, PluginJson.Options);
    }
}
