namespace BackendPlugins.Standalone.Startup;

/// <summary>The folder that survives a restart. Held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    public string JobsConnectionString => $"Data Source={System.IO.Path.Combine(Path, "jobs.db")}";

    public string SimulatorJournal => System.IO.Path.Combine(Path, "bigquery-simulator.jsonl");

    public string DemoFile => System.IO.Path.Combine(Path, "demo.json");

    public string KeyFolder => System.IO.Path.Combine(Path, "keys");

    public string LogFile => System.IO.Path.Combine(Path, "logs", "standalone-.log");

    /// <summary>Opens the folder, making it where it is missing.</summary>
    /// <exception cref="StartupException">It cannot be written, or another process holds it.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(full, ".lock");
        try
        {
            Directory.CreateDirectory(full);

            // The system lets go of the lock with the process, however that ends.
            return new DataFolder(full, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(file))
        {
            throw new StartupException($"the data folder {full} is in use by another process; choose another with --data", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the data folder {full} cannot be written ({exception.Message}); choose another with --data", exception);
        }
    }

    public void Dispose() => _lock.Dispose();
}
