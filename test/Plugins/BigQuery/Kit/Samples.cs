using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery.Tests.Kit;

/// <summary>Tasks and job resources.</summary>
internal static class Samples
{
    public const string JobId = "flyte_exec_n0_0_abc123";

    public static JobName Name { get; } = new("exec", "n0", 0, "abc123");

    public static TaskRequest Task(
        string statement = "SELECT 1",
        string? custom = """{"ProjectID": "acme", "Location": "EU", "Domain": "development"}""",
        Dictionary<string, Literal>? inputs = null,
        Dictionary<string, LiteralType>? interfaceInputs = null,
        Dictionary<string, LiteralType>? outputs = null) => new()
        {
            Category = new TaskCategory("bigquery_query_job_task"),
            Template = new TaskTemplate
            {
                Sql = new SqlStatement(statement, "ANSI"),
                Custom = custom is null ? null : JsonElement.Parse(custom),
                Inputs = interfaceInputs ?? [],
                Outputs = outputs ?? [],
            },
            Inputs = inputs ?? [],
        };

    /// <summary>A task whose custom has a project and one more key.</summary>
    public static TaskRequest TaskWith(string key, string json) =>
        Task(custom: $$"""{"ProjectID": "acme", "{{key}}": {{json}}}""");

    /// <summary>A task with one input.</summary>
    public static TaskRequest TaskWith(LiteralType? declared, Literal value) => Task(
        inputs: new() { ["x"] = value },
        interfaceInputs: declared is null ? [] : new() { ["x"] = declared });

    public static Dictionary<string, LiteralType> Results { get; } = new() { ["results"] = new StructuredDatasetLiteralType([], "parquet") };

    public static JsonObject Job(string? state, string? location = "EU", Action<JsonObject>? change = null)
    {
        var job = new JsonObject
        {
            ["kind"] = "bigquery#job",
            ["jobReference"] = new JsonObject { ["projectId"] = "acme", ["jobId"] = JobId, ["location"] = location },
            ["configuration"] = new JsonObject { ["query"] = new JsonObject { ["query"] = "SELECT 1" } },
            ["status"] = new JsonObject { ["state"] = state },
            ["statistics"] = new JsonObject { ["creationTime"] = "1700000000000" },
        };
        change?.Invoke(job);
        return job;
    }

    public static JsonObject FailedJob(string? reason, string message = "words of the service", string? location = null) => Job("DONE", change: job =>
    {
        var error = new JsonObject { ["reason"] = reason, ["message"] = message, ["location"] = location };
        job["status"]!["errorResult"] = error;
        job["status"]!["errors"] = new JsonArray(error.DeepClone());
    });

    public static JsonObject WithTable(JsonObject job, string project = "acme", string dataset = "sales", string table = "daily")
    {
        job["configuration"]!["query"]!["destinationTable"] = new JsonObject { ["projectId"] = project, ["datasetId"] = dataset, ["tableId"] = table };
        return job;
    }
}
