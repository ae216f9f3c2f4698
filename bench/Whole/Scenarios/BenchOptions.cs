namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>How long and how often is measured.</summary>
internal sealed record BenchOptions(TimeSpan WarmUp, TimeSpan Window, int Rounds, IReadOnlyList<int> Callers)
{
    public static BenchOptions Full { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(4), 5, [16, 128]);

    /// <summary>For a look in between.</summary>
    public static BenchOptions Quick { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(3), 3, [16, 128]);
}

/// <summary>A folder that goes with the measurement.</summary>
internal sealed class BenchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
