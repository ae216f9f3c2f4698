using BackendPlugins.Processes;

[assembly: AssemblyFixture(typeof(BackendPlugins.Silo.Tests.Cluster.SharedPostgres))]

namespace BackendPlugins.Silo.Tests.Cluster;

/// <summary>One server for all tests that leave it running.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.CreateAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
