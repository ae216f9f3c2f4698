namespace BackendPlugins.BigQuery;

/// <summary>Leave to make one call. Tell it what came of the call, then dispose it.</summary>
internal sealed class CallPermit(MethodBudget budget, SemaphoreSlim concurrency, int era, bool probe) : IDisposable
{
    private bool _answered;

    public void Answered()
    {
        _answered = true;
        budget.Answered(era);
    }

    /// <returns>The pause that follows; null for none.</returns>
    public TimeSpan? Busy()
    {
        _answered = true;
        return budget.Busy(era);
    }

    /// <returns>The time left of the pause.</returns>
    public TimeSpan AskedToWait(TimeSpan? asked)
    {
        _answered = true;
        return budget.AskedToWait(era, asked);
    }

    public void Dispose()
    {
        concurrency.Release();
        if (probe && !_answered)
        {
            budget.ProbeLost(era);
        }
    }
}
