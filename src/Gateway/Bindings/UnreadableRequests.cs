using System.Globalization;
using Grpc.Core;

namespace BackendPlugins.Gateway.Bindings;

/// <summary>
/// A request whose bytes are no message of the method fails before any interceptor sees it, as UNKNOWN. It is the caller's
/// to change: INVALID_ARGUMENT. Everything else that goes wrong has its own status by then.
/// </summary>
internal static class UnreadableRequests
{
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private const string Message = "the request is not a message of this method";

    private static readonly string Unknown = ((int)StatusCode.Unknown).ToString(CultureInfo.InvariantCulture);
    private static readonly string Invalid = ((int)StatusCode.InvalidArgument).ToString(CultureInfo.InvariantCulture);

    /// <summary>Names the caller's fault in a service's answers.</summary>
    public static GrpcServiceEndpointConventionBuilder NameUnreadableRequests(this GrpcServiceEndpointConventionBuilder service)
    {
        service.Add(static endpoint =>
        {
            if (endpoint.RequestDelegate is { } serve)
            {
                endpoint.RequestDelegate = context => ServeAsync(context, serve);
            }
        });
        return service;
    }

    private static Task ServeAsync(HttpContext context, RequestDelegate serve)
    {
        var served = serve(context);
        if (!served.IsCompletedSuccessfully)
        {
            return AwaitAsync(context, served);
        }

        Correct(context.Response);
        return Task.CompletedTask;
    }

    private static async Task AwaitAsync(HttpContext context, Task served)
    {
        await served;
        Correct(context.Response);
    }

    private static void Correct(HttpResponse response)
    {
        if (!response.HasStarted && response.Headers.TryGetValue(StatusHeader, out var status) && status == Unknown)
        {
            response.Headers[StatusHeader] = Invalid;
            response.Headers[MessageHeader] = Message;
        }
    }
}
