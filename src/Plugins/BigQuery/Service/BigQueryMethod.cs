namespace BackendPlugins.BigQuery;

/// <summary>The calls that the plugin makes; each has a quota of its own.</summary>
internal enum BigQueryMethod
{
    Insert,
    Get,
    Cancel,
    List,
}

internal static class BigQueryMethods
{
    /// <summary>The service's name of the method.</summary>
    public static string ServiceName(this BigQueryMethod method) => method switch
    {
        BigQueryMethod.Insert => "jobs.insert",
        BigQueryMethod.Get => "jobs.get",
        BigQueryMethod.Cancel => "jobs.cancel",
        BigQueryMethod.List => "jobs.list",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };
}
