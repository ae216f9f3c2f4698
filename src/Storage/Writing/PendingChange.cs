namespace BackendPlugins.Storage;

/// <summary>A change on its way through the queue. It can be withdrawn until a group has taken it, and not after.</summary>
internal sealed class PendingChange(JobChange change)
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<ChangeResult> _done = new();
    private int _state = Queued;

    public JobChange Change { get; } = change;

    /// <summary>Claims the change for a group; false where its caller has withdrawn it.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Queued) == Queued;

    /// <summary>Tells what became of it, and goes on with what waits for that: never on a thread that writes.</summary>
    public void Complete(ChangeResult result) => _done.TrySetResult(result);

    /// <inheritdoc cref="Complete"/>
    public void Fail(Exception cause) => _done.TrySetException(cause);

    /// <summary>Waits for the outcome; a cancellation ends the wait in any case.</summary>
    /// <exception cref="OperationCanceledException">Cancelled in the queue: it will never be written.</exception>
    /// <exception cref="UnknownOutcomeException">Cancelled while its group was being written.</exception>
    public async Task<ChangeResult> WaitAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static (self, token) => ((PendingChange)self!).GiveUp(token), this);
        return await _done.Task;
    }

    private void GiveUp(CancellationToken cancellationToken)
    {
        var isWithdrawn = Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued;
        var stopped = new OperationCanceledException("The caller stopped waiting.", cancellationToken);

        // What waits goes on elsewhere: whoever cancels is not to wait for it.
        ThreadPool.UnsafeQueueUserWorkItem(
            static given => given.Done.TrySetException(given.Cause),
            (Done: _done, Cause: isWithdrawn ? (Exception)stopped : new UnknownOutcomeException(stopped)),
            preferLocal: true);
    }
}
