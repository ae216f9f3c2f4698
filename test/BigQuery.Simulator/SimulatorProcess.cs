using System.Diagnostics;
using System.Text;

namespace BackendPlugins.Simulators.BigQuery.Tests;

/// <summary>The simulator as an operating system process.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private readonly Process _process;

    private SimulatorProcess(Process process, Uri endpoint) => (_process, Client) = (process, new HttpClient { BaseAddress = endpoint });

    public HttpClient Client { get; }

    /// <summary>Starts it and waits for the line that tells its address.</summary>
    public static async Task<SimulatorProcess> StartAsync(params string[] args)
    {
        var process = Launch(args);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        return new(process, new(line[(line.LastIndexOf(' ') + 1)..]));
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var process = Launch(args);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            process.Kill();
        }

        return (process.ExitCode, await output, await errors);
    }

    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> InsertAsync(string jobId) => Client.PostAsync(
        "projects/acme/jobs",
        new StringContent(Scene.Body(jobId, "SELECT 1 /* sim: duration=1h */").ToJsonString(), Encoding.UTF8, "application/json"),
        TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        Client.Dispose();
    }

    private static Process Launch(string[] args) => Process.Start(new ProcessStartInfo("dotnet", [typeof(BigQuerySimulator).Assembly.Location, .. args])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
