namespace BackendPlugins.Gateway.Connections;

/// <summary>
/// Retires a connection that is due when its next call comes, and holds that call for a moment. Kestrel closes a retired
/// connection as soon as no call is under way on it; closed at once, it would cut off calls that the client was about to send
/// and that not every client repeats. The held call gives the client the time to hear of it.
/// </summary>
internal sealed class RetiringRequests(TimeProvider time) : IStartupFilter
{
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(250);

    /// <summary>Puts it before everything else.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(serve => context =>
            context.Features.Get<AgingConnection>() is { } connection && connection.TryRetire() ? HoldAsync(context, serve) : serve(context));
        next(app);
    };

    private async Task HoldAsync(HttpContext context, RequestDelegate serve)
    {
        await Task.Delay(Notice, time, context.RequestAborted);
        await serve(context);
    }
}
