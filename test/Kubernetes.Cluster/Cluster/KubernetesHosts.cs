using BackendPlugins.Processes;
using BackendPlugins.Silo.Tests.Cluster;
using BackendPlugins.Simulators.BigQuery;

namespace BackendPlugins.Kubernetes.Cluster.Tests.Cluster;

/// <summary>Silos and gateways that find each other through the Kubernetes API and keep jobs in PostgreSQL, each a process.</summary>
internal sealed class KubernetesHosts : IAsyncDisposable
{
    private readonly List<HostProcess> _processes = [];
    private readonly string _connection;

    private KubernetesHosts(ApiServerProcess api, string connection, BigQuerySimulator service) => (Api, _connection, Service) = (api, connection, service);

    public ApiServerProcess Api { get; }

    public BigQuerySimulator Service { get; }

    public static async Task<KubernetesHosts> CreateAsync(PostgresServer server) => new(
        await ApiServerProcess.CreateAsync(), await server.CreateDatabaseAsync(), await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System));

    public HostProcess StartSilo(string name, string address = "127.0.0.1")
    {
        var http = StandaloneInstance.FreePort();
        return Add(new HostProcess(
            ProgramOutput.Start("Silo", "BackendPlugins.Silo",
            [
                "--Clustering:Provider=kubernetes", $"--Clustering:Kubernetes:KubeConfig={Api.KubeConfig("silo")}",
                "--JobStore:Provider=postgres", $"--ConnectionStrings:Jobs={_connection};Maximum Pool Size=20",
                $"--Silo:Name={name}", $"--Silo:Address={address}", $"--Silo:Port={StandaloneInstance.FreePort()}", $"--Silo:GatewayPort={StandaloneInstance.FreePort()}",
                $"--Http:Port={http}", $"--Plugins:BigQuery:Endpoint={Service.Endpoint}", "--Plugins:BigQuery:Credentials=anonymous",
                "--Polling:Minimum=00:00:00.300", "--Polling:Maximum=00:00:02", "--Recovery:Interval=00:00:05",
            ]),
            http));
    }

    /// <summary>Starts silos, the first before the others: it brings the job store's tables.</summary>
    public async Task<IReadOnlyList<HostProcess>> StartSilosAsync(params IReadOnlyList<string> names)
    {
        var first = await StartSilo(names[0]).ReadyAsync();
        HostProcess[] others = [.. names.Skip(1).Select(name => StartSilo(name))];
        await Task.WhenAll(others.Select(silo => silo.ReadyAsync()));
        return [first, .. others];
    }

    public HostProcess StartGateway()
    {
        var (grpc, http) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
        return Add(new HostProcess(
            ProgramOutput.Start("Gateway", "BackendPlugins.Gateway",
            [
                "--Clustering:Provider=kubernetes", $"--Clustering:Kubernetes:KubeConfig={Api.KubeConfig("gateway")}",
                $"--Grpc:Port={grpc}", $"--Http:Port={http}", "--Grpc:StopDelay=00:00:00",
            ]),
            http, grpc));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Service.DisposeAsync();
        await Api.DisposeAsync();
    }

    private HostProcess Add(HostProcess process)
    {
        _processes.Add(process);
        return process;
    }
}
