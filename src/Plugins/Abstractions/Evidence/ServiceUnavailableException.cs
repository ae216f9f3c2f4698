namespace BackendPlugins;

/// <summary>
/// The service gave no evidence: it was out of reach, too busy, or answered something that proves nothing. The caller
/// asks again; no job fails because of it.
/// </summary>
public sealed class ServiceUnavailableException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="detail">What was asked and what came, for example <c>jobs.insert: HTTP 503 backendError</c>. No secrets.</param>
    /// <param name="inner">The cause, or null.</param>
    public ServiceUnavailableException(string detail, Exception? inner = null)
        : base(detail, inner)
    {
    }

    /// <summary>How long the service asked us to wait; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// False only where the request certainly had no effect (refused connection, throttled before it was looked at).
    /// A submit whose outcome is unknown is resolved by asking for its id.
    /// </summary>
    public bool OutcomeUnknown { get; init; } = true;
}
