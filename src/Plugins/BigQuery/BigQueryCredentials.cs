namespace BackendPlugins.BigQuery;

/// <summary>As whom the plugin calls BigQuery.</summary>
public enum BigQueryCredentials
{
    /// <summary>Google application default credentials: file, workload identity federation or metadata server.</summary>
    Default,

    /// <summary>Nobody: for simulators and emulators.</summary>
    Anonymous,
}
