using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>
/// Ends connections that have lived for long: a gRPC client keeps one connection for all its calls, so without an end nobody
/// would ever talk to a gateway that was added. Kestrel knows no such limit.
/// </summary>
internal sealed class ConnectionAge(IOptions<GrpcOptions> options, Func<double> jitter, TimeProvider time)
{
    private const double Spread = 0.2;

    /// <summary>Serves a connection and sees to its age.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var limit = options.Value.MaxConnectionAge;
        if (limit == TimeSpan.Zero)
        {
            await next(connection);
            return;
        }

        var age = limit * (1 - Spread + (2 * Spread * jitter()));
        await using var goAway = time.CreateTimer(
            static state => ((ConnectionContext)state!).Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose(),
            connection, age, Timeout.InfiniteTimeSpan);
        await using var cutOff = time.CreateTimer(
            static state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("The connection's age limit and its grace are over.")),
            connection, age + options.Value.MaxConnectionAgeGrace, Timeout.InfiniteTimeSpan);
        await next(connection);
    }
}
