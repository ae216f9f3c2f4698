namespace BackendPlugins.Cli.Endpoints;

/// <summary>Flyte's protocols.</summary>
internal enum WireProtocol
{
    /// <summary>Agents: <c>flyteidl.service.AsyncAgentService</c>.</summary>
    V1,

    /// <summary>Connectors: <c>flyteidl2.connector.AsyncConnectorService</c>.</summary>
    V2,
}
