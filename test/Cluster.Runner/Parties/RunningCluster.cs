using BackendPlugins.Cluster.Runner.Scenarios;
using BackendPlugins.Processes;
using Npgsql;

namespace BackendPlugins.Cluster.Runner.Parties;

/// <summary>PostgreSQL, silos, gateways and the service, each a process.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";

    private readonly RunGuard _guard;

    private RunningCluster(RunGuard guard, PostgresServer database, string connection)
    {
        _guard = guard;
        Database = database;
        Connection = connection;
    }

    public PostgresServer Database { get; }

    /// <summary>Reaches the database; without a pool, so that no connection of ours is among those that are cut.</summary>
    public string Connection { get; }

    public required Party Service { get; init; }

    /// <summary>Where the service and its books are.</summary>
    public required Uri ServiceAddress { get; init; }

    public required IReadOnlyList<Party> Silos { get; init; }

    public required IReadOnlyList<Party> Gateways { get; init; }

    /// <summary>Where the gateways speak gRPC, in their order.</summary>
    public required IReadOnlyList<Uri> GrpcAddresses { get; init; }

    /// <summary>Where the gateways speak HTTP, in their order.</summary>
    public required IReadOnlyList<Uri> HttpAddresses { get; init; }

    /// <summary>The silos' network; null where they use this machine's.</summary>
    public required SiloNetwork? Network { get; init; }

    public IEnumerable<Party> All => [Service, .. Silos, .. Gateways];

    /// <summary>Starts all of it.</summary>
    /// <param name="options">How many, and the seed of the service.</param>
    /// <param name="folder">Takes the logs and the service's journal.</param>
    /// <param name="time">The clock.</param>
    public static async Task<RunningCluster> StartAsync(ScenarioOptions options, string folder, TimeProvider time)
    {
        var guard = new RunGuard();
        PostgresServer? database = null;
        try
        {
            database = await PostgresServer.CreateAsync();
            var connection = await database.CreateDatabaseAsync();
            var cluster = await CreateAsync(options, guard, database, connection, folder, time);
            await cluster.Service.StartAsync();

            // The first silo brings the schema.
            await cluster.Silos[0].StartAsync();
            await Task.WhenAll(cluster.Silos.Skip(1).Concat(cluster.Gateways).Select(party => party.StartAsync()));
            return cluster;
        }
        catch
        {
            await guard.DisposeAsync();
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Ends every connection of the database.</summary>
    public Task CutConnectionsAsync() => PostgresServer.ExecuteAsync(
        Connection, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");

    public async ValueTask DisposeAsync()
    {
        foreach (var party in All)
        {
            await party.DisposeAsync();
        }

        await _guard.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<RunningCluster> CreateAsync(
        ScenarioOptions options, RunGuard guard, PostgresServer database, string connection, string folder, TimeProvider time)
    {
        var wantsNetwork = options.Mix is ScenarioMix.Partitions or ScenarioMix.Everything && SiloNetwork.IsPossible;
        var network = wantsNetwork ? await SiloNetwork.CreateAsync(guard.Run, options.Silos) : null;
        var pooled = new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 20 }.ToString();
        string[] shared = ["--Clustering:Provider=postgres", $"--ConnectionStrings:Jobs={pooled}"];

        var service = new Uri($"http://{network?.Address ?? Loopback}:{Port()}/");
        var silos = new List<Party>();
        for (var index = 0; index < options.Silos; index++)
        {
            var (http, address) = (Port(), network?.AddressOf(index) ?? Loopback);
            silos.Add(Make(new PartyStart(
                $"silo-{index}",
                [
                    .. network?.Inside(index) ?? [],
                    .. PartyStart.Program(
                        "Silo",
                        [
                            .. shared, .. SiloSettings.Of(options.Mix), "--JobStore:Provider=postgres", $"--Silo:Address={address}", $"--Silo:Name=silo-{index}",
                            $"--Silo:Port={Port()}", $"--Silo:GatewayPort={Port()}", $"--Http:Port={http}",
                            $"--Plugins:BigQuery:Endpoint={service}", "--Plugins:BigQuery:Credentials=anonymous",
                        ]),
                ],
                new Uri($"http://{address}:{http}/healthz/ready"))));
        }

        var gateways = new List<(Party Party, int Grpc, int Http)>();
        for (var index = 0; index < options.Gateways; index++)
        {
            var (grpc, http) = (Port(), Port());
            var command = PartyStart.Program("Gateway", [.. shared, $"--Grpc:Port={grpc}", $"--Http:Port={http}"]);
            gateways.Add((Make(new PartyStart($"gateway-{index}", command, new Uri($"http://{Loopback}:{http}/healthz/ready"))), grpc, http));
        }

        return new RunningCluster(guard, database, connection)
        {
            ServiceAddress = service,
            Service = Make(new PartyStart(
                "service",
                PartyStart.Program(
                    "BigQuery.Simulator",
                    [
                        "--port", $"{service.Port}", "--listen", service.Host, "--journal", Path.Combine(folder, "service.journal"),
                        "--seed", $"{options.Seed}", "--latency", "2ms..30ms", "--pending", "0s..0.3s", "--cancel-delay", "300ms",
                    ]),
                new Uri(service, "_health"))),
            Silos = silos,
            Gateways = [.. gateways.Select(gateway => gateway.Party)],
            GrpcAddresses = [.. gateways.Select(gateway => new Uri($"http://{Loopback}:{gateway.Grpc}"))],
            HttpAddresses = [.. gateways.Select(gateway => new Uri($"http://{Loopback}:{gateway.Http}/"))],
            Network = network,
        };

        Party Make(PartyStart start) => new(start, guard.Run, folder, time);
        static int Port() => StandaloneInstance.FreePort();
    }
}
