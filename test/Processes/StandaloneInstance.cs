using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace BackendPlugins.Processes;

/// <summary>Standalone as an operating system process on ports of its own.</summary>
public sealed class StandaloneInstance : IAsyncDisposable
{
    private StandaloneInstance(ProgramOutput program, int grpcPort, int httpPort)
    {
        Program = program;
        GrpcPort = grpcPort;
        HttpPort = httpPort;
    }

    public ProgramOutput Program { get; }

    public int GrpcPort { get; }

    public int HttpPort { get; }

    public string Endpoint => $"127.0.0.1:{GrpcPort}";

    public Uri Http => new($"http://127.0.0.1:{HttpPort}/");

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="args">More arguments.</param>
    public static Task<StandaloneInstance> StartAsync(string data, params IEnumerable<string> args) => StartAsync(data, null, args);

    /// <summary>Starts it with variables of its own and waits until it serves.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="environment">Variables beside those of this process; null for none.</param>
    /// <param name="args">More arguments.</param>
    public static async Task<StandaloneInstance> StartAsync(string data, IReadOnlyDictionary<string, string>? environment, IEnumerable<string> args)
    {
        var (grpc, http) = (FreePort(), FreePort());
        var program = ProgramOutput.Start(
            "Standalone", "BackendPlugins.Standalone", environment, ["--grpc-port", $"{grpc}", "--http-port", $"{http}", "--data", data, .. args]);
        try
        {
            await program.WaitForLineAsync(line => line.StartsWith("data ", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            return new StandaloneInstance(program, grpc, http);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where its simulator listens.</summary>
    public Uri Simulator()
    {
        const string label = "BigQuery simulator";
        var line = Program.Text.Split('\n').First(text => text.StartsWith(label, StringComparison.Ordinal));
        return new Uri(line[label.Length..].Trim());
    }

    /// <summary>
    /// A port that nobody listens on, below those that the kernel gives to outgoing connections: one of these could be taken
    /// before the program that it is meant for has started.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
