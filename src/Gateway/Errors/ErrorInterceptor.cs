using BackendPlugins.Flyte;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace BackendPlugins.Gateway;

/// <summary>Turns what a call ends with into a gRPC status. What nobody expected is logged and told as INTERNAL without its words.</summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    /// <summary>The status of what a call ended with.</summary>
    public RpcException Translate(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case JobRequestException request:
                return Status(CodeOf(request.Fault), request.Message);
            case WireFormatException malformed:
                return Status(StatusCode.InvalidArgument, malformed.Message);
            case OperationCanceledException:
                return Status(StatusCode.Cancelled, "the call was cancelled");
            default:
                var reference = context.GetHttpContext().TraceIdentifier;
                LogUnexpected(logger, context.Method, reference, exception);
                return Status(StatusCode.Internal, $"internal error; the gateway's log tells it under {reference}");
        }
    }

    private static StatusCode CodeOf(RequestFault fault) => fault switch
    {
        RequestFault.Invalid => StatusCode.InvalidArgument,
        RequestFault.NotFound => StatusCode.NotFound,
        RequestFault.Conflict => StatusCode.AlreadyExists,
        RequestFault.Unavailable => StatusCode.Unavailable,
        RequestFault.Unimplemented => StatusCode.Unimplemented,
        _ => StatusCode.Internal,
    };

    private static RpcException Status(StatusCode code, string detail) => new(new Status(code, detail));
}
