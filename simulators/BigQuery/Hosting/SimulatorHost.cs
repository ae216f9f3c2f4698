using System.Net;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Auth;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Discovery;
using BackendPlugins.Simulators.BigQuery.Faults;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>Builds the web application: a bare Kestrel with nothing of the embedding process's configuration or logging.</summary>
internal static class SimulatorHost
{
    private const long MaxRequestBytes = 10 * 1024 * 1024;

    /// <param name="options">How the simulator runs.</param>
    /// <param name="callerTime">The clock of callers and tokens.</param>
    /// <param name="jobTime">The clock of everything simulated.</param>
    /// <param name="ledger">The jobs.</param>
    /// <param name="tokens">The access tokens.</param>
    /// <param name="faults">The faults.</param>
    /// <param name="latency">The latencies.</param>
    public static WebApplication Build(
        BigQuerySimulatorOptions options, TimeProvider callerTime, TimeProvider jobTime, JobLedger ledger, AccessTokens tokens, FaultBoard faults, LatencyBoard latency)
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
        var claims = new SignedClaims(options.ServiceAccountKeys, callerTime);
        var pipeline = new CallPipeline(
            ledger, faults, latency, new(options.Quota, options.ConcurrentCalls, jobTime), new(options.RequireAuth, tokens, claims), jobTime, app.Lifetime);
        // The port is known only once Kestrel listens, and no call comes before that.
        var endpoint = new Lazy<Uri>(() => EndpointOf(app));
        var admission = new JobAdmission(ledger, new(options), new(options));
        var jobs = new JobsApi(options, ledger, admission, new(endpoint));
        new JobsRoutes(jobs, new(options, ledger, admission, jobs, new(ledger, jobTime, callerTime)), pipeline, options).Map(app);
        new CatalogRoutes(new(options, ledger, endpoint), new(options, ledger, endpoint), new(ledger), pipeline).Map(app);
        new DiscoveryRoutes(endpoint).Map(app);
        new AuthRoutes(new(tokens, claims), new(tokens, callerTime), pipeline, options).Map(app);
        new ControlRoutes(ledger, tokens, faults, latency).Map(app);
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
