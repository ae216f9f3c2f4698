using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Grains.Life;

/// <summary>How long the job store is waited for, and what callers read when it does not answer.</summary>
internal static class StoreWait
{
    /// <summary>A caller may wait for a write before its own: two in a row have to fit the 20 s that callers wait.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    /// <summary>What callers read. The runtime prints the whole exception into its own; they need the store's words.</summary>
    /// <param name="exception">How the wait ended.</param>
    public static string Words(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is JobStoreUnavailableException)
            {
                return cause.Message;
            }
        }

        return exception is OperationCanceledException
            ? $"the job store did not answer within {Limit.TotalSeconds:0} s"
            : $"the job store failed ({exception.GetBaseException().GetType().Name})";
    }

    /// <summary>
    /// What the log needs besides the words; null for an outage. That is told for each job, and with the stacks of a hundred thousand
    /// jobs a silo spends more than half of its time on its log.
    /// </summary>
    /// <param name="exception">How the wait ended.</param>
    public static Exception? Unexpected(Exception exception) =>
        exception is JobStoreUnavailableException or OperationCanceledException ? null : exception;
}
