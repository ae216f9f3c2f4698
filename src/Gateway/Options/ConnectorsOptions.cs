using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Gateway;

/// <summary>
/// What this endpoint says it serves. Configuration alone answers ListAgents and ListConnectors: one empty or failed answer
/// makes propeller drop the task types, whatever the reason. Section <c>Connectors</c>, a list.
/// </summary>
public sealed class ConnectorsOptions
{
    /// <summary>The connectors. Where the section is absent: <c>Bigquery Connector</c> with <c>bigquery_query_job_task</c>.</summary>
    [Required, MinLength(1, ErrorMessage = "Connectors must name at least one connector.")]
    public IList<ConnectorOptions> Connectors { get; set; } = [];
}

/// <summary>One connector.</summary>
public sealed class ConnectorOptions
{
    /// <summary>The name that lists show, for example <c>Bigquery Connector</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>The task categories that it serves.</summary>
    public IList<ConnectorCategoryOptions> Categories { get; set; } = [];
}

/// <summary>One task category of a connector.</summary>
public sealed class ConnectorCategoryOptions
{
    /// <summary>The task type, for example <c>bigquery_query_job_task</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its version. Default is 0, the only one to advertise: propeller v1 keeps one version per type, the last listed.</summary>
    public int Version { get; set; }
}
