using System.Net;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Faults;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>Builds the web application: a bare Kestrel with nothing of the embedding process's configuration or logging.</summary>
internal static class SimulatorHost
{
    private const long MaxRequestBytes = 10 * 1024 * 1024;

    public static WebApplication Build(BigQuerySimulatorOptions options, TimeProvider time, JobLedger ledger, FaultBoard faults, LatencyBoard latency)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(IPAddress.Parse(options.Listen), options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var app = builder.Build();
        app.UseRouting();
        var pipeline = new CallPipeline(ledger, faults, latency, new(options.Quota, time), time, app.Lifetime);
        // The port is known only once Kestrel listens, and no call comes before that.
        var endpoint = new Lazy<Uri>(() => EndpointOf(app));
        new JobsRoutes(new(options, ledger, new(options), new JobJson(endpoint)), pipeline, options).Map(app);
        new ControlRoutes(ledger, faults, latency).Map(app);
        return app;
    }

    public static Uri EndpointOf(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var uri = new UriBuilder(address);
        // What listens on every address is reached on this one.
        uri.Host = uri.Host is "0.0.0.0" ? "127.0.0.1" : uri.Host is "[::]" ? "[::1]" : uri.Host;
        return uri.Uri;
    }
}
