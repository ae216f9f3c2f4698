using Grpc.Core;
using Grpc.Core.Interceptors;

namespace BackendPlugins.Gateway.Telemetry;

/// <summary>Counts and times Flyte's calls. Stands around the translation of errors, whose codes it counts.</summary>
internal sealed class CallMetricsInterceptor(CallTagTable table, CallMetrics metrics, TimeProvider time) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        table.Of(request) is { } tags ? CountAsync(tags, request, context, continuation) : continuation(request, context);

    private async Task<TResponse> CountAsync<TRequest, TResponse>(
        CallTags tags, TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        var start = time.GetTimestamp();
        if (InputSize(request) is { } bytes)
        {
            metrics.Inputs(tags, bytes);
        }

        try
        {
            var response = await continuation(request, context);
            metrics.Succeeded(tags, time.GetElapsedTime(start));
            return response;
        }
        catch (RpcException failure)
        {
            metrics.Failed(tags, failure.StatusCode, time.GetElapsedTime(start));
            throw;
        }
    }

    private static int? InputSize(object request) => request switch
    {
        Flyte.V1.Admin.CreateTaskRequest create => create.Inputs?.CalculateSize(),
        Flyte.V2.Connector.CreateTaskRequest create => create.Inputs?.CalculateSize(),
        _ => null,
    };
}
