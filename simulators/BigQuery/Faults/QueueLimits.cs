using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Faults;

/// <summary>How many queries may wait in PENDING in a project and region. Waiting queries of an earlier life of the process are not counted.</summary>
internal sealed class QueueLimits(BigQuerySimulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string ProjectId, string Location, string Priority), PriorityQueue<JobKey, long>> _waiting = [];

    /// <summary>Takes a place in the queue until the job starts; false when there is none.</summary>
    public bool TryEnter(JobKey key, string priority, long pendingMs, long now)
    {
        if ((priority == "BATCH" ? options.QueuedBatch : options.QueuedInteractive) is not { } limit)
        {
            return true;
        }

        lock (_gate)
        {
            var place = (key.ProjectId, key.Location, priority);
            if (!_waiting.TryGetValue(place, out var waiting))
            {
                _waiting[place] = waiting = new();
            }

            while (waiting.TryPeek(out _, out var startsAt) && startsAt <= now)
            {
                waiting.Dequeue();
            }

            if (waiting.Count >= limit)
            {
                return false;
            }

            waiting.Enqueue(key, now + pendingMs);
            return true;
        }
    }
}
