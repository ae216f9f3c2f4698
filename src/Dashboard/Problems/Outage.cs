using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Dashboard.Problems;

/// <summary>Tells an outage of the store or the cluster from a defect of ours.</summary>
internal static class Outage
{
    /// <summary>The problem that an exception of a grain call stands for; null where it is no outage.</summary>
    /// <param name="exception">The exception.</param>
    public static Problem? Of(Exception exception)
    {
        // A grain that cannot be activated wraps the store's exception.
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is JobStoreUnavailableException store)
            {
                return Problem.StoreOutOfReach(store.Message);
            }
        }

        return exception switch
        {
            TimeoutException => Problem.ClusterOutOfReach("No silo answered in time."),
            OperationCanceledException or ObjectDisposedException => Problem.ClusterOutOfReach("The call to the silos was cut off; this host may be stopping."),
            OrleansException => Problem.ClusterOutOfReach("No silo took the call."),
            _ => null,
        };
    }
}
