using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Cli.Tests.Fakes;

/// <summary>A real gRPC server, and an HTTP server beside it, with a script behind them.</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _host;

    private FakeEndpoint(WebApplication host, FakeBackend backend)
    {
        _host = host;
        Backend = backend;
        var addresses = host.Urls.ToArray();
        Address = addresses[0];
        HttpAddress = addresses[1];
    }

    public FakeBackend Backend { get; }

    /// <summary>The gRPC endpoint, h2c.</summary>
    public string Address { get; }

    /// <summary>The HTTP endpoint.</summary>
    public string HttpAddress { get; }

    public static async Task<FakeEndpoint> StartAsync(bool v1 = true, bool v2 = true, Action<WebApplication>? http = null)
    {
        var backend = new FakeBackend();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(backend);
        var host = builder.Build();
        if (v1)
        {
            host.MapGrpcService<V1Tasks>();
            host.MapGrpcService<V1Metadata>();
        }

        if (v2)
        {
            host.MapGrpcService<V2Tasks>();
            host.MapGrpcService<V2Metadata>();
        }

        http?.Invoke(host);
        await host.StartAsync();
        return new FakeEndpoint(host, backend);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
