using System.Net;
using BackendPlugins.Processes;

namespace BackendPlugins.Silo.Tests.Cluster;

/// <summary>A silo or a gateway as an operating system process.</summary>
internal sealed class HostProcess(ProgramOutput program, int httpPort, int grpcPort = 0) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}"), Timeout = TimeSpan.FromSeconds(5) };

    private bool _disposed;

    public ProgramOutput Program => program;

    public Uri Grpc => new($"http://127.0.0.1:{grpcPort}");

    /// <summary>What a path answers; null where nobody listens.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task<string> TextAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>Waits until it is ready.</summary>
    public async Task<HostProcess> ReadyAsync()
    {
        await Until.TrueAsync(
            async () => program.HasExited || await StatusAsync("/healthz/ready") == HttpStatusCode.OK, $"ready: {program.Text}", TimeSpan.FromSeconds(90));
        program.HasExited.ShouldBeFalse(program.Text);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _http.Dispose();
        await program.DisposeAsync();
    }
}
