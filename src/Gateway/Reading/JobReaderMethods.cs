using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Flyte.V2.Connector;
using Grpc.AspNetCore.Server.Model;

namespace BackendPlugins.Gateway.Reading;

/// <summary>Tells gRPC the methods of <see cref="JobReader"/>; it is no generated service.</summary>
internal sealed class JobReaderMethods : IServiceMethodProvider<JobReader>
{
    // Before the generated services, which have the same routes.
    private const int Order = -1;

    private const string Get = "GetTask";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGrpcService<JobReader>().Add(static endpoint =>
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } route && pattern.EndsWith($"/{Get}", StringComparison.Ordinal))
        {
            route.Order = Order;
        }
    });

    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<JobReader> context)
    {
        context.AddUnaryMethod(
            ReadyMethod.Of(AsyncAgentService.Descriptor.FullName, Get, Flyte.V1.Admin.GetTaskRequest.Parser),
            [],
            static (reader, request, call) => reader.GetV1Async(request, call));
        context.AddUnaryMethod(
            ReadyMethod.Of(AsyncConnectorService.Descriptor.FullName, Get, GetTaskRequest.Parser),
            [],
            static (reader, request, call) => reader.GetV2Async(request, call));
    }
}
