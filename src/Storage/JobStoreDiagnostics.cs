namespace BackendPlugins.Storage;

/// <summary>Names that hosts subscribe to.</summary>
public static class JobStoreDiagnostics
{
    /// <summary>The meter: <c>jobstore.writes</c>, <c>.groups</c>, <c>.group.size</c>, <c>.commit.duration</c> (s), <c>.queue.length</c>, <c>.available</c>.</summary>
    public const string MeterName = "BackendPlugins.Storage";
}
