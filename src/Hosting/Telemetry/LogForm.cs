namespace BackendPlugins.Hosting.Telemetry;

/// <summary>The form of the log on standard output.</summary>
public enum LogForm
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For machines: one JSON object per line.</summary>
    Json,
}
