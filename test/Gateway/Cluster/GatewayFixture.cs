using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(BackendPlugins.Gateway.Tests.Cluster.GatewayFixture))]

namespace BackendPlugins.Gateway.Tests.Cluster;

/// <summary>A cluster with fake job grains, and the gateway in front of it on real ports.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private InProcessTestCluster? _cluster;
    private WebApplication? _app;

    public FakeJobs Jobs { get; } = new();

    public GrpcChannel Channel { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The gateway's own services.</summary>
    internal IServiceProvider Services => _app!.Services;

    public RecordedLogs Logs { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton(Jobs));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        _app = await StartAsync(new Dictionary<string, string?>
        {
            ["Calls:Budget"] = "00:00:02",
            ["Calls:Pause"] = "00:00:00.020",
        });
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        Channel = GrpcChannel.ForAddress(Local(addresses[0]), new GrpcChannelOptions
        {
            MaxReceiveMessageSize = null, MaxSendMessageSize = null,
        });
        Http = new HttpClient { BaseAddress = new Uri(Local(addresses[1])) };
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await _app!.DisposeAsync();
        await _cluster!.DisposeAsync();
    }

    private async Task<WebApplication> StartAsync(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration.AddInMemoryCollection([new("Grpc:Port", "0"), new("Http:Port", "0")]);
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddSingleton(_cluster!.Client);
        builder.Services.AddBackendGateway(builder.Configuration).AddBackendGatewayEndpoints();
        var app = builder.Build();
        app.MapBackendGateway();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static string Local(string address) => address.Replace("[::]", "localhost", StringComparison.Ordinal);
}
