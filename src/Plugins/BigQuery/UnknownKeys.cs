namespace BackendPlugins.BigQuery;

/// <summary>What becomes of settings of a task that the plugin does not know.</summary>
public enum UnknownKeys
{
    /// <summary>They are passed to the service on the query.</summary>
    Pass,

    /// <summary>The task is refused.</summary>
    Refuse,
}
