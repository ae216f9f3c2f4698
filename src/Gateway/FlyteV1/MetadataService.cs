using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Connectors;
using Grpc.Core;

namespace BackendPlugins.Gateway.FlyteV1;

/// <summary>Flyte v1's <c>AgentMetadataService</c>: answers whatever else is down.</summary>
internal sealed class MetadataService(ConnectorDirectory connectors) : AgentMetadataService.AgentMetadataServiceBase
{
    public override Task<GetAgentResponse> GetAgent(GetAgentRequest request, ServerCallContext context) =>
        Task.FromResult(new GetAgentResponse { Agent = Flyte.V1.Agents.ToWire(connectors.Get(request.Name)) });

    public override Task<ListAgentsResponse> ListAgents(ListAgentsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListAgentsResponse { Agents = { connectors.All.Select(Flyte.V1.Agents.ToWire) } });
}
