using Grpc.Core;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>How long one call may take.</summary>
internal sealed class CallBudget(TimeSpan timeout, TimeProvider time)
{
    /// <summary>Options of a call that starts now.</summary>
    public CallOptions Start(CancellationToken cancellationToken) =>
        new(deadline: time.GetUtcNow().UtcDateTime + timeout, cancellationToken: cancellationToken);
}
