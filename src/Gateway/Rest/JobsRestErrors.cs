namespace BackendPlugins.Gateway.Rest;

/// <summary>What requests of the operators' REST end with, as problem documents.</summary>
internal sealed partial class JobsRestErrors(ILogger<JobsRestErrors> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (JobRequestException request)
        {
            return Results.Problem(request.Message, statusCode: StatusOf(request.Fault));
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
            return Results.Problem(
                $"internal error; the gateway's log tells it under {reference}", statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private static int StatusOf(RequestFault fault) => fault switch
    {
        RequestFault.Invalid => StatusCodes.Status400BadRequest,
        RequestFault.NotFound => StatusCodes.Status404NotFound,
        RequestFault.Conflict => StatusCodes.Status409Conflict,
        RequestFault.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RequestFault.Unimplemented => StatusCodes.Status501NotImplemented,
        _ => StatusCodes.Status500InternalServerError,
    };
}
