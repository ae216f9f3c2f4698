namespace BackendPlugins.BigQuery;

/// <summary>Values of the metric tag <c>outcome</c>.</summary>
internal static class CallOutcome
{
    public const string Ok = "ok";
    public const string ClientError = "client_error";
    public const string ServerError = "server_error";
    public const string Throttled = "throttled";
    public const string TimedOut = "timed_out";
    public const string Unreachable = "unreachable";

    /// <summary>No token, or an answer that cannot be read.</summary>
    public const string Unusable = "unusable";

    /// <summary>The caller no longer waits.</summary>
    public const string Cancelled = "cancelled";
}
