using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Gateway.Connectors;
using Grpc.Core;

namespace BackendPlugins.Gateway.FlyteV2;

/// <summary>Flyte v2's <c>ConnectorMetadataService</c>: answers whatever else is down.</summary>
internal sealed class MetadataService(ConnectorDirectory connectors) : ConnectorMetadataService.ConnectorMetadataServiceBase
{
    public override Task<GetConnectorResponse> GetConnector(GetConnectorRequest request, ServerCallContext context) =>
        Task.FromResult(new GetConnectorResponse { Connector = Flyte.V2.Connectors.ToWire(connectors.Get(request.Name)) });

    public override Task<ListConnectorsResponse> ListConnectors(ListConnectorsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListConnectorsResponse { Connectors = { connectors.All.Select(Flyte.V2.Connectors.ToWire) } });
}
