namespace BackendPlugins.Storage;

/// <summary>A change on its way through the queue. It can be withdrawn until a group has taken it, and not after.</summary>
internal sealed class PendingChange(JobChange change)
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    // A continuation is a grain's turn; it must not run on the writer's thread.
    private readonly TaskCompletionSource<ChangeResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Queued;

    public JobChange Change { get; } = change;

    /// <summary>Claims the change for a group; false where its caller has withdrawn it.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Queued) == Queued;

    public void Complete(ChangeResult result) => _done.TrySetResult(result);

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
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued)
        {
            _done.TrySetCanceled(cancellationToken);
        }
        else
        {
            _done.TrySetException(new UnknownOutcomeException(new OperationCanceledException("The caller stopped waiting.", cancellationToken)));
        }
    }
}
