using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Catalog;

/// <summary>A dataset. Times are epoch milliseconds.</summary>
internal sealed class SimulatedDataset(string projectId, string datasetId, string location, long createdAt, JsonObject? document)
{
    public string ProjectId { get; } = projectId;

    public string DatasetId { get; } = datasetId;

    public string Location { get; } = location;

    public long CreatedAt { get; } = createdAt;

    /// <summary>The resource as sent; empty when nobody made the dataset and it came with the first table written into it.</summary>
    public JsonObject Document { get; } = document ?? [];

    public bool IsImplied { get; } = document is null;

    /// <summary>By id.</summary>
    public SortedDictionary<string, SimulatedTable> Tables { get; } = new(StringComparer.Ordinal);

    public override string ToString() => $"{ProjectId}:{DatasetId}";
}
