using BackendPlugins.Flyte;

namespace BackendPlugins.Gateway.ExternalPlugin;

/// <summary>What requests of the RFC's REST form end with: its four status codes and its document.</summary>
internal sealed partial class PluginRestErrors(ILogger<PluginRestErrors> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (JobRequestException request)
        {
            return Answer(StatusOf(request.Fault), CodeOf(request.Fault), request.Message);
        }
        catch (WireFormatException malformed)
        {
            return Answer(StatusCodes.Status400BadRequest, CodeOf(RequestFault.Invalid), malformed.Message);
        }
        catch (BadHttpRequestException bad)
        {
            return Answer(StatusCodes.Status400BadRequest, CodeOf(RequestFault.Invalid), bad.Message);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            return Results.Empty;
        }
        catch (Exception exception)
        {
            var reference = context.HttpContext.TraceIdentifier;
            LogUnexpected(logger, context.HttpContext.Request.Path, reference, exception);
            return Answer(StatusCodes.Status500InternalServerError, "INTERNAL", $"internal error; the gateway's log tells it under {reference}");
        }
    }

    private static IResult Answer(int status, string code, string message) =>
        Results.Json(new PluginAnswer("", code, message), statusCode: status);

    private static int StatusOf(RequestFault fault) => fault is RequestFault.Unavailable
        ? StatusCodes.Status500InternalServerError
        : StatusCodes.Status400BadRequest;

    private static string CodeOf(RequestFault fault) => fault switch
    {
        RequestFault.Invalid => "INVALID_ARGUMENT",
        RequestFault.NotFound => "NOT_FOUND",
        RequestFault.Conflict => "ALREADY_EXISTS",
        RequestFault.Unavailable => "UNAVAILABLE",
        RequestFault.Unimplemented => "UNIMPLEMENTED",
        _ => "INTERNAL",
    };
}
