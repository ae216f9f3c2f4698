namespace BackendPlugins.Conformance.Tests;

/// <summary>Python with Flyte's v1 message classes.</summary>
/// <param name="folder">Where the classes are made.</param>
internal sealed class PythonClient(string folder)
{
    private string Generated => Path.Combine(folder, "generated");

    // Flyte publishes its v1 protos; the message classes are made from them, not from ours.
    public async Task PrepareAsync()
    {
        var protos = Path.Combine(RunningService.Folder(), "node", "node_modules", "@flyteorg", "flyteidl", "protos");
        Directory.CreateDirectory(Generated);
        var core = Directory.EnumerateFiles(Path.Combine(protos, "flyteidl", "core"), "*.proto").Select(file => Path.GetRelativePath(protos, file));
        await RunningService.MustAsync(
            "protoc",
            [
                $"-I{protos}", "-I/usr/include", $"--python_out={Generated}",
                "flyteidl/admin/agent.proto", "flyteidl/service/external_plugin_service.proto", .. core,
            ]);
    }

    /// <summary>Runs a story of a file; it fails with what it printed.</summary>
    public Task RunAsync(string file, string story, string endpoint, Uri service) => RunningService.MustAsync(
        "/usr/bin/python3",
        [Path.Combine(RunningService.Folder(), "python", file), story, endpoint, service.AbsoluteUri],
        new Dictionary<string, string> { ["PYTHONPATH"] = Generated, ["PYTHONDONTWRITEBYTECODE"] = "1" });
}
