namespace BackendPlugins.BigQuery;

/// <summary>Which jobs a listing tells.</summary>
internal enum JobStates
{
    /// <summary>Waiting or running.</summary>
    Live,

    /// <summary>Done.</summary>
    Ended,
}
