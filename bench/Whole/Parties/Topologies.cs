using System.Globalization;
using BackendPlugins.Processes;

namespace BackendPlugins.Bench.Whole.Parties;

/// <summary>Processes that serve one gRPC endpoint.</summary>
internal sealed class Party(string name, string endpoint, params IReadOnlyList<ProgramOutput> programs) : IAsyncDisposable
{
    public string Name => name;

    public string Endpoint => endpoint;

    /// <summary>Process ids of what the product runs; a simulated service is not among them.</summary>
    public IReadOnlyList<int> Servers { get; init; } = [.. programs.Select(program => program.Id)];

    public Uri? Service { get; init; }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in programs)
        {
            await program.DisposeAsync();
        }
    }
}

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
    public static async Task<Party> CohostedAsync(string folder)
    {
        var (simulator, service) = await SimulatorAsync();
        var (grpc, http) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
        var program = ProgramOutput.Start(
            "Standalone", "BackendPlugins.Standalone",
            "--grpc-port", Text(grpc), "--http-port", Text(http), "--data", Path.Combine(folder, "cohosted"),
            "--bigquery-endpoint", service.AbsoluteUri, "--Plugins:BigQuery:Credentials", "anonymous");
        await program.WaitForLineAsync(line => line.StartsWith("data ", StringComparison.Ordinal), StartTime);
        return new Party("co-hosted", $"127.0.0.1:{grpc}", program, simulator) { Servers = [program.Id], Service = service };
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
        using var limit = new CancellationTokenSource(StartTime);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(address, limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
