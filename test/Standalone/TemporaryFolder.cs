namespace BackendPlugins.Standalone.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("standalone-");

    public string Path => _folder.FullName;

    public string Data => System.IO.Path.Combine(Path, "data");

    public void Dispose() => _folder.Delete(recursive: true);
}
