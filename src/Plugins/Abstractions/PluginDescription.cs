namespace BackendPlugins;

/// <summary>What a plugin says of itself.</summary>
/// <param name="Name">Short name, also its configuration section's: <c>BigQuery</c>.</param>
/// <param name="ConnectorName">The name that ListAgents and ListConnectors show: <c>Bigquery Connector</c>.</param>
/// <param name="Categories">The task categories that it serves. Not empty.</param>
public sealed record PluginDescription(string Name, string ConnectorName, IReadOnlyList<TaskCategory> Categories)
{
    /// <summary>
    /// Whether the service accepts an id of our choice and keeps it unique. Where it does not, an unknown outcome of a
    /// submit cannot be resolved by asking for the id.
    /// </summary>
    public bool AcceptsJobId { get; init; } = true;
}
