using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Flyte.V2.Connector;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>The gRPC services of this endpoint.</summary>
internal static class ServedServices
{
    /// <summary>Full names that <c>grpc.health.v1</c> knows; the empty one stands for the whole process.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "",
        AsyncAgentService.Descriptor.FullName,
        SyncAgentService.Descriptor.FullName,
        AgentMetadataService.Descriptor.FullName,
        ExternalPluginService.Descriptor.FullName,
        AsyncConnectorService.Descriptor.FullName,
        ConnectorMetadataService.Descriptor.FullName,
        Grpc.Health.V1.Health.Descriptor.FullName,
    ];
}
