using System.Globalization;
using BackendPlugins.Bench.Whole.Calls;
using BackendPlugins.Processes;

namespace BackendPlugins.Bench.Whole.Parties;

/// <summary>The product in the shapes in which it is run, and its floor.</summary>
internal static class Topologies
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);

    /// <summary>The bare server.</summary>
    public static async Task<Party> BareAsync(byte[] answer, string folder)
    {
        var file = Path.Combine(folder, "answer.bin");
        await File.WriteAllBytesAsync(file, answer);
        var port = StandaloneInstance.FreePort();
        var program = ProgramOutput.Start("Bench.Whole", "BackendPlugins.Bench.Whole", "bare", Text(port), file);
        await program.WaitForLineAsync(line => line == "ready", StartTime);
        return new Party("bare gRPC server", $"127.0.0.1:{port}", program);
    }

    /// <summary>Everything in one process, and the simulated service in another.</summary>
    /// <param name="folder">Where it keeps its data.</param>
    /// <param name="settings">More arguments.</param>
    public static async Task<Party> CohostedAsync(string folder, params IReadOnlyList<string> settings)
    {
        var (simulator, service) = await SimulatorAsync();
        var (grpc, http) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
        var program = ProgramOutput.Start(
            "Standalone", "BackendPlugins.Standalone",
            ["--grpc-port", Text(grpc), "--http-port", Text(http), "--data", Path.Combine(folder, "cohosted"),
            "--bigquery-endpoint", service.AbsoluteUri, "--Plugins:BigQuery:Credentials", "anonymous", .. settings]);
        await program.WaitForLineAsync(line => line.StartsWith("data ", StringComparison.Ordinal), StartTime);
        return new Party("co-hosted", $"127.0.0.1:{grpc}", program, simulator) 
        {
            Servers = [program.Id], Service = service, Http = new Uri($"http://127.0.0.1:{http}"),
        };
    }

    /// <summary>A gateway process and a silo process.</summary>
    public static async Task<Party> ExternalAsync(string folder)
    {
        var (simulator, service) = await SimulatorAsync();
        var ports = Enumerable.Range(0, 5).Select(_ => StandaloneInstance.FreePort()).ToList();
        var silo = ProgramOutput.Start(
            "Silo", "BackendPlugins.Silo",
            $"--ConnectionStrings:Jobs=Data Source={Path.Combine(folder, "external.db")}", $"--Secrets:KeyFolder={Path.Combine(folder, "keys")}",
            $"--Silo:Address=127.0.0.1", $"--Silo:Port={ports[0]}", $"--Silo:GatewayPort={ports[1]}", $"--Http:Port={ports[2]}",
            $"--Plugins:BigQuery:Endpoint={service}", "--Plugins:BigQuery:Credentials=anonymous");
        var gateway = ProgramOutput.Start(
            "Gateway", "BackendPlugins.Gateway", $"--Silo:GatewayPort={ports[1]}", $"--Grpc:Port={ports[3]}", $"--Http:Port={ports[4]}");
        await ReadyAsync(ports[2]);
        await ReadyAsync(ports[4]);
        return new Party("gateway + silo", $"127.0.0.1:{ports[3]}", gateway, silo, simulator) { Servers = [gateway.Id, silo.Id], Service = service };
    }

    /// <summary>A gateway process and several silo processes on PostgreSQL.</summary>
    /// <param name="database">Reaches the database.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="settings">More arguments of the silos.</param>
    public static async Task<Party> ClusterAsync(string database, int silos, params IReadOnlyList<string> settings)
    {
        var (simulator, service) = await SimulatorAsync();
        string[] shared = ["--Clustering:Provider=postgres", $"--ConnectionStrings:Jobs={database};Maximum Pool Size=20"];
        var programs = new List<ProgramOutput> { simulator };
        for (var index = 0; index < silos; index++)
        {
            var http = StandaloneInstance.FreePort();
            programs.Add(ProgramOutput.Start(
                "Silo", "BackendPlugins.Silo",
                [
                    .. shared, "--JobStore:Provider=postgres", "--Silo:Address=127.0.0.1", $"--Silo:Port={StandaloneInstance.FreePort()}",
                    $"--Silo:GatewayPort={StandaloneInstance.FreePort()}", $"--Http:Port={http}",
                    $"--Plugins:BigQuery:Endpoint={service}", "--Plugins:BigQuery:Credentials=anonymous", .. settings,
                ]));
            await ReadyAsync(http);
        }

        var (grpc, gatewayHttp) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
        programs.Add(ProgramOutput.Start("Gateway", "BackendPlugins.Gateway", [.. shared, $"--Grpc:Port={grpc}", $"--Http:Port={gatewayHttp}"]));
        await ReadyAsync(gatewayHttp);
        return new Party($"gateway + {silos} silos", $"127.0.0.1:{grpc}", programs)
        {
            Service = service, Http = new Uri($"http://127.0.0.1:{gatewayHttp}"),
        };
    }

    /// <summary>The simulated BigQuery.</summary>
    public static async Task<(ProgramOutput Program, Uri Address)> SimulatorAsync(params IEnumerable<string> args)
    {
        var port = StandaloneInstance.FreePort();
        var program = ProgramOutput.Start("BigQuery.Simulator", "BackendPlugins.BigQuery.Simulator", ["--port", Text(port), .. args]);
        var address = new Uri($"http://127.0.0.1:{port}");
        await AnswersAsync(new Uri(address, "/_health"));
        return (program, address);
    }

    private static Task ReadyAsync(int http) => AnswersAsync(new Uri($"http://127.0.0.1:{http}/healthz/ready"));

    private static async Task AnswersAsync(Uri address)
    {
        using var http = new HttpClient();
        await Patience.UntilAsync($"{address} answers", AnswersAsync, TimeSpan.FromMilliseconds(100), StartTime);

        async Task<bool> AnswersAsync()
        {
            try
            {
                using var answer = await http.GetAsync(address);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // Not up yet.
                return false;
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
