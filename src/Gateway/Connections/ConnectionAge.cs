using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Connections;

/// <summary>
/// Retires connections that have lived for long: a gRPC client keeps one connection for all its calls, so without an end nobody
/// would ever talk to a gateway that was added. Kestrel knows no such limit.
/// </summary>
internal sealed class ConnectionAge(IOptions<GrpcOptions> options, Func<double> jitter, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const double Spread = 0.2;

    /// <summary>Serves a connection that will be retired.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var limit = options.Value.MaxConnectionAge;
        var age = limit == TimeSpan.Zero ? TimeSpan.MaxValue : limit * (1 - Spread + (2 * Spread * jitter()));
        await using var aging = new AgingConnection(connection, age, options.Value.MaxConnectionAgeGrace, time, lifetime.ApplicationStopping);
        connection.Features.Set(aging);
        await next(connection);
    }
}
