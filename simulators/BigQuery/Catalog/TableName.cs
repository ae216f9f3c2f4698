using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Catalog;

/// <summary>A table's full name.</summary>
internal readonly record struct TableName(string ProjectId, string DatasetId, string TableId)
{
    /// <summary>Datasets of anonymous results are hidden and need not be made.</summary>
    public bool IsAnonymous => DatasetId.StartsWith('_');

    /// <summary>The name in a table reference; null when it is not whole.</summary>
    public static TableName? Read(JsonNode? reference) =>
        (string?)reference?["projectId"] is { Length: > 0 } project && (string?)reference["datasetId"] is { Length: > 0 } dataset && (string?)reference["tableId"] is { Length: > 0 } table
            ? new(project, dataset, table)
            : null;

    public JsonObject ToJson() => new() { ["projectId"] = ProjectId, ["datasetId"] = DatasetId, ["tableId"] = TableId };

    public override string ToString() => $"{ProjectId}:{DatasetId}.{TableId}";
}
