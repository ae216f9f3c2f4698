namespace BackendPlugins.Gateway.Connections;

/// <summary>
/// Retires a connection that is due when its next call comes, and holds that call for a moment. Kestrel closes a retired
/// connection as soon as no call is under way on it; closed at once, it would cut off calls that the client was about to send
/// and that not every client repeats. The held call gives the client the time to hear of it.
/// </summary>
internal sealed class RetiringRequests(TimeProvider time) : IMiddleware
{
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(250);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<AgingConnection>() is { } connection && connection.TryRetire())
        {
            await Task.Delay(Notice, time, context.RequestAborted);
        }

        await next(context);
    }

    /// <summary>Puts it before everything else.</summary>
    internal sealed class Filter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseMiddleware<RetiringRequests>();
            next(app);
        };
    }
}
