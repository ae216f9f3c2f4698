using BackendPlugins.Gateway.Bindings;
using BackendPlugins.Gateway.ExternalPlugin;
using BackendPlugins.Gateway.FlyteV1;
using BackendPlugins.Gateway.FlyteV2;
using BackendPlugins.Gateway.Reading;
using BackendPlugins.Gateway.Rest;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Scalar.AspNetCore;

namespace BackendPlugins.Gateway;

/// <summary>Maps the gateway into a host's routes.</summary>
public static class GatewayApplicationExtensions
{
    /// <summary>
    /// Maps Flyte v1 and v2, the RFC's service and REST form, Flyte's HTTP bindings, the operators' REST, gRPC health and
    /// reflection, <c>/healthz/live</c>, <c>/healthz/ready</c>, <c>/openapi/v1.json</c> and <c>/scalar</c>.
    /// </summary>
    /// <param name="routes">The host's routes.</param>
    /// <returns>The same routes.</returns>
    public static IEndpointRouteBuilder MapBackendGateway(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var maxBody = routes.ServiceProvider.GetRequiredService<IOptions<HttpOptions>>().Value.MaxRequestBytes;
        JobReaderMethods.Map(routes);
        routes.MapFlyteService<AgentService>(maxBody);
        routes.MapFlyteService<SyncService>(maxBody);
        routes.MapFlyteService<FlyteV1.MetadataService>(maxBody);
        routes.MapFlyteService<ConnectorService>(maxBody);
        routes.MapFlyteService<FlyteV2.MetadataService>(maxBody);
        routes.MapFlyteService<PluginService>(maxBody);
        // Transcoding has no form for a stream of requests.
        routes.MapPost("/api/v1/agent/task/stream", (RequestDelegate)(context =>
            PathBindings.RefuseAsync(context, StatusCode.Unimplemented, SyncService.Refusal))).ExcludeFromDescription();
        PluginRest.Map(routes, maxBody);
        JobsRest.Map(routes);
        routes.MapOperations();
        return routes;
    }

    private static void MapFlyteService<TService>(this IEndpointRouteBuilder routes, int maxBody)
        where TService : class
    {
        var service = routes.MapGrpcService<TService>().NameUnreadableRequests().AcceptMetaInPath();
        service.Add(endpoint =>
        {
            // A gRPC message has its own limit; only bodies of the HTTP bindings need this one.
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } && pattern.StartsWith("/api/", StringComparison.Ordinal))
            {
                endpoint.Metadata.Add(new RequestSizeLimitAttribute(maxBody));
            }
        });
    }

    private static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcHealthChecksService();
        routes.MapGrpcReflectionService();
        routes.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(HealthTags.Ready) });
        routes.MapOpenApi();
        routes.MapScalarApiReference(options =>
        {
            options.Title = "Orleans.BackendPlugins";
            options.DefaultFonts = false;
            options.Telemetry = false;
        });
    }
}
