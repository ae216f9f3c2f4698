using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace BackendPlugins.Gateway.Connections;

/// <summary>A connection with a time to live; a feature of its requests.</summary>
internal sealed class AgingConnection(
    ConnectionContext connection, TimeSpan age, TimeSpan grace, TimeProvider time, CancellationToken stopping) : IAsyncDisposable
{
    private readonly long _start = time.GetTimestamp();

    // One that is opened by then has nowhere else to go.
    private readonly bool _openedAtTheEnd = stopping.IsCancellationRequested;

    private ITimer? _cutOff;
    private int _retired;

    /// <summary>
    /// Tells the client to open another connection, once the time has come: the age is reached, or the process stops. Calls that
    /// are under way have a grace to end in.
    /// </summary>
    /// <returns>Whether it was told now.</returns>
    public bool TryRetire()
    {
        var isDue = time.GetElapsedTime(_start) >= age || (stopping.IsCancellationRequested && !_openedAtTheEnd);
        if (!isDue || Interlocked.Exchange(ref _retired, 1) == 1)
        {
            return false;
        }

        _cutOff = time.CreateTimer(
            static state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("The connection was retired, and its grace is over.")),
            connection, grace, Timeout.InfiniteTimeSpan);
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        return true;
    }

    public ValueTask DisposeAsync() => _cutOff?.DisposeAsync() ?? ValueTask.CompletedTask;
}
