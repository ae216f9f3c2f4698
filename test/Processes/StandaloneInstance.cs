using System.Net;
using System.Net.Sockets;

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
    public static async Task<StandaloneInstance> StartAsync(string data, params IEnumerable<string> args)
    {
        var (grpc, http) = (FreePort(), FreePort());
        var program = ProgramOutput.Start(
            "Standalone", "BackendPlugins.Standalone", ["--grpc-port", $"{grpc}", "--http-port", $"{http}", "--data", data, .. args]);
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

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
