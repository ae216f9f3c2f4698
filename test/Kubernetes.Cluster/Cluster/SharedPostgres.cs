using BackendPlugins.Processes;

[assembly: AssemblyFixture(typeof(BackendPlugins.Kubernetes.Cluster.Tests.Cluster.SharedPostgres))]

namespace BackendPlugins.Kubernetes.Cluster.Tests.Cluster;

/// <summary>The job store's server; members are not written there.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.CreateAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
