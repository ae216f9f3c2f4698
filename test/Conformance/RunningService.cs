using System.Runtime.CompilerServices;
using BackendPlugins.Processes;

namespace BackendPlugins.Conformance.Tests;

/// <summary>One service for all clients, and the clients' own tools made ready once.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformance-");
    private StandaloneInstance? _service;

    public static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    public async ValueTask InitializeAsync()
    {
        await PreparePythonAsync();
        await MustAsync("npm", ["--prefix", Path.Combine(Folder(), "node"), "run", "--silent", "bundle"]);
        _service = await StandaloneInstance.StartAsync(Path.Combine(_folder.FullName, "data"), "--Polling:Minimum", "00:00:00.2");
    }

    public Task RunPythonAsync(string story) => MustAsync(
        "/usr/bin/python3",
        [Path.Combine(Folder(), "python", "v1_client.py"), story, _service!.Endpoint, _service.Simulator().AbsoluteUri],
        new Dictionary<string, string> { ["PYTHONPATH"] = Generated, ["PYTHONDONTWRITEBYTECODE"] = "1" });

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

    private string Generated => Path.Combine(_folder.FullName, "generated");

    // Flyte publishes its v1 protos; the message classes are made from them, not from ours.
    private async Task PreparePythonAsync()
    {
        var protos = Path.Combine(Folder(), "node", "node_modules", "@flyteorg", "flyteidl", "protos");
        Directory.CreateDirectory(Generated);
        var core = Directory.EnumerateFiles(Path.Combine(protos, "flyteidl", "core"), "*.proto").Select(file => Path.GetRelativePath(protos, file));
        await MustAsync(
            "protoc",
            [
                $"-I{protos}", "-I/usr/include", $"--python_out={Generated}",
                "flyteidl/admin/agent.proto", "flyteidl/service/external_plugin_service.proto", .. core,
            ]);
    }

    private static async Task MustAsync(string file, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var program = ProgramOutput.Run(file, args, environment);
        var code = await program.WaitForExitAsync(TimeSpan.FromSeconds(90));
        code.ShouldBe(0, program.Text);
    }
}
