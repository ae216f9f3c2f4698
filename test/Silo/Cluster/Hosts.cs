using BackendPlugins.Processes;
using BackendPlugins.Simulators.BigQuery;

namespace BackendPlugins.Silo.Tests.Cluster;

/// <summary>Silos and gateways on a database of one test, with a service of its own.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    private readonly List<HostProcess> _processes = [];
    private readonly string[] _shared;

    private Hosts(string connectionString, BigQuerySimulator service)
    {
        Service = service;
        _shared = ["--Clustering:Provider=postgres", $"--ConnectionStrings:Jobs={connectionString};Maximum Pool Size=20"];
        SiloArguments =
        [
            .. _shared, "--JobStore:Provider=postgres", "--Silo:Address=127.0.0.1",
            $"--Plugins:BigQuery:Endpoint={service.Endpoint}", "--Plugins:BigQuery:Credentials=anonymous",
            "--Polling:Minimum=00:00:00.300", "--Polling:Maximum=00:00:02", "--Recovery:Interval=00:00:05",
        ];
    }

    public BigQuerySimulator Service { get; }

    public IReadOnlyList<string> SiloArguments { get; }

    public static async Task<Hosts> CreateAsync(PostgresServer server) => new(
        await server.CreateDatabaseAsync(), await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System));

    public static ProgramOutput Run(params IEnumerable<string> args) => ProgramOutput.Start("Silo", "BackendPlugins.Silo", args);

    public HostProcess StartSilo(params string[] settings)
    {
        var http = StandaloneInstance.FreePort();
        return Add(new HostProcess(
            Run(
            [
                .. SiloArguments, $"--Silo:Port={StandaloneInstance.FreePort()}", $"--Silo:GatewayPort={StandaloneInstance.FreePort()}",
                $"--Http:Port={http}", .. settings,
            ]),
            http));
    }

    public HostProcess StartGateway(params string[] settings)
    {
        var (grpc, http) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
        var program = ProgramOutput.Start(
            "Gateway", "BackendPlugins.Gateway", [.. _shared, $"--Grpc:Port={grpc}", $"--Http:Port={http}", "--Grpc:StopDelay=00:00:00", .. settings]);
        return Add(new HostProcess(program, http, grpc));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Service.DisposeAsync();
    }

    private HostProcess Add(HostProcess process)
    {
        _processes.Add(process);
        return process;
    }
}
