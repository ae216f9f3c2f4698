namespace BackendPlugins;

/// <summary>Leave to make one call. Tell it what came of the call, then dispose it.</summary>
public interface ICallPermit : IDisposable
{
    /// <summary>The service answered, be it with an error that has nothing to do with its load.</summary>
    void Answered();

    /// <summary>The service refused the call because there were too many: the rate goes down.</summary>
    /// <param name="retryAfter">How long it asked to wait; null where it did not say.</param>
    /// <returns>How long nobody calls now; null for no pause.</returns>
    TimeSpan? Refused(TimeSpan? retryAfter);

    /// <summary>The service asked for a pause that says nothing of the rate.</summary>
    /// <param name="pause">How long.</param>
    /// <returns>How long nobody calls now.</returns>
    TimeSpan AskedToWait(TimeSpan pause);

    /// <summary>The service says that it is overloaded; it counts where it says so repeatedly.</summary>
    /// <returns>How long nobody calls now; null for no pause.</returns>
    TimeSpan? Busy();

    /// <summary>Nobody answered: no connection, a time-out, or a proxy's words.</summary>
    /// <param name="detail">What went wrong, for operators. No secrets.</param>
    void Unreachable(string detail);
}
