using System.Globalization;
using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Answering;

/// <summary>Objects as the rows that kubectl prints: a name, what the definition's printer columns say, an age.</summary>
internal sealed class TableAnswer(ResourceKind kind, TimeProvider time)
{
    private bool _hasColumns;

    public static bool IsWanted(HttpRequest request) => request.Headers.Accept.ToString().Split(',').FirstOrDefault()?.Contains("as=Table", StringComparison.Ordinal) == true;

    /// <summary>One object as a table. Only the first in a stream has the columns.</summary>
    public JsonObject Of(JsonObject content) => Of([content], new JsonObject { ["resourceVersion"] = content["metadata"]!["resourceVersion"]!.DeepClone() });

    public JsonObject Of(IEnumerable<JsonObject> objects, JsonObject metadata)
    {
        var columns = _hasColumns ? null : new JsonArray([.. kind.Columns.Select(column => new JsonObject
        {
            ["name"] = column.Name,
            ["type"] = column.Type == "date" ? "string" : column.Type,
            ["format"] = column.Path == ".metadata.name" ? "name" : "",
            ["description"] = column.Description,
            ["priority"] = 0,
        })]);
        _hasColumns = true;
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = columns,
            ["rows"] = new JsonArray([.. objects.Select(Row)]),
        };
    }

    private JsonObject Row(JsonObject content) => new()
    {
        ["cells"] = new JsonArray([.. kind.Columns.Select(column => Cell(content, column))]),
        ["object"] = new JsonObject
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = content["metadata"]!.DeepClone(),
        },
    };

    private JsonNode? Cell(JsonObject content, PrinterColumn column)
    {
        JsonNode? value = content;
        foreach (var step in column.Path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            value = (value as JsonObject)?[step];
        }

        return column.Type == "date" && value is not null ? Age(value.GetValue<string>()) : value?.DeepClone();
    }

    private string Age(string since)
    {
        var age = time.GetUtcNow() - DateTimeOffset.Parse(since, CultureInfo.InvariantCulture);
        return age switch
        {
            { TotalSeconds: < 120 } => $"{(int)age.TotalSeconds}s",
            { TotalMinutes: < 180 } => $"{(int)age.TotalMinutes}m",
            { TotalHours: < 48 } => $"{(int)age.TotalHours}h",
            _ => $"{(int)age.TotalDays}d",
        };
    }
}
