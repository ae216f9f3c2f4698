using System.Runtime.CompilerServices;
using BackendPlugins.Processes;

namespace BackendPlugins.Conformance.Tests;

/// <summary>One service for all clients, and the clients' own tools made ready once.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformance-");
    private readonly PythonClient _python;
    private StandaloneInstance? _service;

    public RunningService() => _python = new(_folder.FullName);

    public static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    public async ValueTask InitializeAsync()
    {
        await _python.PrepareAsync();
        await MustAsync("npm", ["--prefix", Path.Combine(Folder(), "node"), "run", "--silent", "bundle"]);
        _service = await StandaloneInstance.StartAsync(Path.Combine(_folder.FullName, "data"), "--Polling:Minimum", "00:00:00.2");
    }

    public Task RunPythonAsync(string story) => _python.RunAsync("v1_client.py", story, _service!.Endpoint, _service.Simulator());

    public Task RunNodeAsync(string story) => MustAsync(
        "node", [Path.Combine(Folder(), "node", "dist", "client.mjs"), story, _service!.Endpoint, _service.Simulator().AbsoluteUri]);

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    internal static async Task MustAsync(string file, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var program = ProgramOutput.Run(file, args, environment);
        var code = await program.WaitForExitAsync(TimeSpan.FromSeconds(90));
        code.ShouldBe(0, program.Text);
    }
}
