using System.Data.Common;
using BackendPlugins.Gateway.Health;
using BackendPlugins.Hosting.Startup;

namespace BackendPlugins.Gateway.Hosting;

/// <summary>
/// Silos may come later than gateways: the first connect is tried until the process is stopped. Also where the database of the
/// members refuses: its password may be mended while we wait, but somebody has to be told.
/// </summary>
internal sealed partial class ClusterRetry(ClusterConnection connection, TimeProvider time, ILogger<ClusterRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var refusal = Refusal(exception);
        connection.Problem = refusal?.Message ?? exception.Message;
        if (refusal is null)
        {
            LogNoSilo(logger, Pause.TotalSeconds, exception.Message);
        }
        else
        {
            LogRefused(logger, Pause.TotalSeconds, refusal.Message);
        }

        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    private static DbException? Refusal(Exception? exception)
    {
        if (StartFailure.IsOutOfReach(exception))
        {
            return null;
        }

        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is DbException refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
