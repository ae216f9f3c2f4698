using System.Threading.Channels;

namespace BackendPlugins.Storage;

/// <summary>Writes groups one after the other over a connection of its own.</summary>
internal sealed class WriteLane
{
    // A group of full size is some hundreds of kilobytes; this bounds groups of unusually large jobs.
    private const int MaximumWeight = 16 * 1024 * 1024;

    private const int ToldTogether = 8;

    private readonly Channel<PendingChange> _queue = Channel.CreateUnbounded<PendingChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IJobDatabase _database;
    private readonly int _maximumGroup;
    private readonly StoreOutage _outage;
    private readonly TimeProvider _time;
    private readonly JobStoreMetrics _metrics;
    private readonly WriteFaults _faults;
    private readonly Action _taken;
    private readonly Lane _lane;
    private IJobWriteSession? _session;

    /// <summary>Starts it.</summary>
    /// <param name="name">For its thread.</param>
    /// <param name="database">Where to.</param>
    /// <param name="maximumGroup">Most changes in a group.</param>
    /// <param name="outage">Shared by all lanes.</param>
    /// <param name="time">Measures commits.</param>
    /// <param name="metrics">Counts them.</param>
    /// <param name="faults">Tells of failures.</param>
    /// <param name="taken">Called for each change that leaves the queue.</param>
    public WriteLane(
        string name, IJobDatabase database, int maximumGroup, StoreOutage outage, TimeProvider time, JobStoreMetrics metrics, WriteFaults faults, Action taken)
    {
        _database = database;
        _maximumGroup = maximumGroup;
        _outage = outage;
        _time = time;
        _metrics = metrics;
        _faults = faults;
        _taken = taken;
        _lane = new Lane(name, database.Blocks, RunAsync);
    }

    /// <summary>Queues a change; false after <see cref="Complete"/>.</summary>
    public bool TryQueue(PendingChange pending) => _queue.Writer.TryWrite(pending);

    /// <summary>Takes no more changes; ends when those in the queue are written.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <inheritdoc cref="Lane.Join"/>
    public bool Join(TimeSpan time) => _lane.Join(time);

    private async Task RunAsync()
    {
        var group = new List<PendingChange>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            Gather(group);
            if (group.Count > 0)
            {
                await WriteAsync(group);
            }
        }

        await CloseAsync();
    }

    private void Gather(List<PendingChange> group)
    {
        group.Clear();
        var weight = 0;
        while (group.Count < _maximumGroup && weight < MaximumWeight && _queue.Reader.TryRead(out var next))
        {
            _taken();
            if (next.TryTake())
            {
                group.Add(next);
                weight += next.Change.Weight;
            }
        }
    }

    private async Task WriteAsync(List<PendingChange> group)
    {
        if (_outage.Enter() is { } cause)
        {
            Fail(group, () => _faults.NotWritten(cause));
            return;
        }

        var start = _time.GetTimestamp();
        var fresh = _session is null;
        try
        {
            _session ??= await _database.OpenWriteSessionAsync();
            var results = await _session.CommitAsync([.. group.Select(pending => pending.Change)]);
            _metrics.GroupCommitted(results, _time.GetElapsedTime(start));
            if (_outage.Succeeded())
            {
                _faults.OutageEnded();
            }

            Tell(group, results);
        }
        catch (Exception failure)
        {
            // Whatever it is, it must reach the callers of this group and not end the lane. A connection may die alone:
            // what fails over a fresh one is an outage.
            if (_outage.Failed(failure, begins: fresh))
            {
                _faults.OutageBegan(failure);
            }
            else if (_outage.Cause is null)
            {
                _faults.GroupFailed(failure, group.Count);
            }

            Fail(group, () => _faults.Of(failure));
            await CloseAsync();
        }
    }

    /// <summary>
    /// What follows is the callers' work and not the lane's. Some of them go on in one piece of work, one after the other: a piece for
    /// each would cost as much as what it does.
    /// </summary>
    private static void Tell(List<PendingChange> group, ChangeResult[] results)
    {
        for (var first = 0; first < results.Length; first += ToldTogether)
        {
            var count = Math.Min(ToldTogether, results.Length - first);
            ThreadPool.UnsafeQueueUserWorkItem(
                static told =>
                {
                    for (var i = 0; i < told.Changes.Count; i++)
                    {
                        told.Changes[i].Complete(told.Results[i]);
                    }
                },
                (Changes: group.GetRange(first, count), Results: new ArraySegment<ChangeResult>(results, first, count)),
                preferLocal: false);
        }
    }

    // One exception object for each: it carries its caller's stack.
    private void Fail(List<PendingChange> group, Func<Exception> cause)
    {
        _metrics.GroupFailed(group.Count);
        foreach (var pending in group)
        {
            var fault = cause();
            ThreadPool.UnsafeQueueUserWorkItem(static told => told.pending.Fail(told.fault), (pending, fault), preferLocal: false);
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            if (_session is { } session)
            {
                _session = null;
                await session.DisposeAsync();
            }
        }
        catch (Exception failure)
        {
            _faults.CloseFailed(failure);
        }
    }
}
