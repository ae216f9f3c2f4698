namespace BackendPlugins;

/// <summary>
/// Bounds the calls under way at once. The last places are for the urgent: polls leave a quarter of them to submits, these a
/// tenth to cancels.
/// </summary>
internal sealed class CallGate(int places, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource>[] _waiting = [.. Enum.GetValues<CallPriority>().Select(_ => new LinkedList<TaskCompletionSource>())];
    private int _places = places;
    private int _taken;

    /// <summary>Changes the bound.</summary>
    public void Bound(int places)
    {
        lock (_lock)
        {
            _places = places;
            Serve();
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <exception cref="ServiceUnavailableException">None came free in time.</exception>
    public async Task WaitAsync(CallPriority priority, string method, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> waiter;
        lock (_lock)
        {
            if (_taken < PlacesOf(priority) && !AnyWaits(priority))
            {
                _taken++;
                return;
            }

            waiter = _waiting[(int)priority].AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using var patience = new CancellationTokenSource(BudgetLine.LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await using var leave = either.Token.UnsafeRegister(static state => ((Action)state!)(), () => Leave(waiter));
        try
        {
            await waiter.Value.Task;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ServiceUnavailableException($"{method} not called: too many calls are under way.")
            {
                OutcomeUnknown = false,
                RetryAfter = BudgetLine.LongestWait,
            };
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            _taken--;
            Serve();
        }
    }

    private int PlacesOf(CallPriority priority) => priority switch
    {
        CallPriority.Cancel => _places,
        CallPriority.Submit => Math.Max(1, _places - (_places / 10)),
        _ => Math.Max(1, _places - (_places / 4)),
    };

    private bool AnyWaits(CallPriority priority) => _waiting.Skip((int)priority).Any(queue => queue.Count > 0);

    private void Leave(LinkedListNode<TaskCompletionSource> waiter)
    {
        lock (_lock)
        {
            waiter.List?.Remove(waiter);
            waiter.Value.TrySetCanceled();
        }
    }

    private void Serve()
    {
        for (var queue = _waiting.Length - 1; queue >= 0; queue--)
        {
            while (_taken < PlacesOf((CallPriority)queue) && _waiting[queue].First is { } first)
            {
                _waiting[queue].RemoveFirst();
                if (first.Value.TrySetResult())
                {
                    _taken++;
                }
            }
        }
    }
}
