using BackendPlugins.Processes;

namespace BackendPlugins.Conformance.Tests;

/// <summary>The backend before a BigQuery that says as little as it can.</summary>
public sealed class RunningMinimalService : IAsyncLifetime
{
    private const string Listens = "minimal service listens on ";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minimal-");
    private readonly PythonClient _python;
    private ProgramOutput? _bigQuery;
    private StandaloneInstance? _backend;
    private Uri? _endpoint;

    public RunningMinimalService() => _python = new(_folder.FullName);

    public async ValueTask InitializeAsync()
    {
        await _python.PrepareAsync();
        _bigQuery = ProgramOutput.Run("/usr/bin/python3", [Path.Combine(RunningService.Folder(), "python", "minimal_service.py")]);
        var line = await _bigQuery.WaitForLineAsync(text => text.StartsWith(Listens, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        _endpoint = new Uri(line[Listens.Length..]);
        _backend = await StandaloneInstance.StartAsync(
            Path.Combine(_folder.FullName, "data"),
            "--bigquery-endpoint", _endpoint.AbsoluteUri, "--Plugins:BigQuery:Credentials", "anonymous", "--Polling:Minimum", "00:00:00.2");
    }

    public Task RunAsync(string story) => _python.RunAsync("minimal_client.py", story, _backend!.Endpoint, _endpoint!);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _backend, _bigQuery })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _folder.Delete(recursive: true);
    }
}
