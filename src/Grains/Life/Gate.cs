namespace BackendPlugins.Grains.Life;

/// <summary>Lets one in at a time, in order; for the turns of one grain, which never run at once.</summary>
internal struct Gate
{
    private Queue<TaskCompletionSource>? _waiting;
    private bool _isTaken;

    /// <summary>Whether somebody is in.</summary>
    public readonly bool IsTaken => _isTaken;

    /// <summary>Waits for one's turn; who has had it calls <see cref="Leave"/>.</summary>
    public Task EnterAsync()
    {
        if (!_isTaken)
        {
            _isTaken = true;
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_waiting ??= new Queue<TaskCompletionSource>()).Enqueue(turn);
        return turn.Task;
    }

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        if (_waiting is { Count: > 0 } waiting)
        {
            waiting.Dequeue().SetResult();
            return;
        }

        (_isTaken, _waiting) = (false, null);
    }
}
