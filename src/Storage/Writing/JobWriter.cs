using System.Collections.Concurrent;
using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage;

/// <summary>
/// Group commit. A writer takes what has queued up while its last commit ran, so groups grow with the load and a lone
/// write waits for nobody. Threads of its own: the drivers' calls block, and neither a grain's scheduler nor the thread pool
/// may wait for a disk. The queue is one to block on for the same reason.
/// </summary>
internal sealed partial class JobWriter : IDisposable
{
    // A group of full size is some hundreds of kilobytes; this bounds groups of unusually large jobs.
    private const int MaximumWeight = 16 * 1024 * 1024;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(15);

    private readonly IJobDatabase _database;
    private readonly JobStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly JobStoreMetrics _metrics;
    private readonly ILogger<JobWriter> _log;
    private readonly StoreOutage _outage;
    private readonly BlockingCollection<PendingChange> _queue;
    private readonly Thread[] _lanes;

    public JobWriter(
        IJobDatabase database, IOptions<JobStoreOptions> options, TimeProvider time, JobStoreMetrics metrics, ILogger<JobWriter> log)
    {
        _database = database;
        _options = options.Value;
        _time = time;
        _metrics = metrics;
        _log = log;
        _outage = new StoreOutage(time);
        _queue = new BlockingCollection<PendingChange>(_options.MaximumQueue);
        metrics.ObserveQueue(() => _queue.Count);
        _lanes = [.. Enumerable.Range(0, database.WriteLanes).Select(StartLane)];
    }

    /// <summary>Queues a change and waits until it is durable.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Withdraws it for as long as no group has taken it; after that it ends the wait with an unknown outcome.</param>
    /// <exception cref="OperationCanceledException">It was withdrawn and will never be written.</exception>
    /// <exception cref="JobStoreUnavailableException">It was not written, or nobody knows: the message says which.</exception>
    public async Task<ChangeResult> WriteAsync(JobChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_outage.Cause is { } cause)
        {
            throw NotWritten(cause);
        }

        var pending = new PendingChange(change);
        if (!TryQueue(pending))
        {
            throw new JobStoreUnavailableException(
                $"{_options.MaximumQueue} writes already wait for the {_database.Description}; nothing was written.");
        }

        try
        {
            var result = await pending.WaitAsync(cancellationToken);
            return result.Outcome == ChangeOutcome.Rejected ? throw NotWritten(result.Fault!) : result;
        }
        catch (UnknownOutcomeException abandoned)
        {
            throw Unknown(abandoned);
        }
    }

    /// <summary>Writes what is queued, then closes the connections.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var lane in _lanes)
        {
            if (!lane.Join(DrainTime))
            {
                LogStuck(_database.Description, _queue.Count);
                return;
            }
        }

        _queue.Dispose();
    }

    private bool TryQueue(PendingChange pending)
    {
        try
        {
            return _queue.TryAdd(pending);
        }
        catch (InvalidOperationException closed)
        {
            throw new JobStoreUnavailableException("The job store is closed; nothing was written.", closed);
        }
    }

    private Thread StartLane(int number)
    {
        var thread = new Thread(WriteGroups) { IsBackground = true, Name = $"job writer {number}" };
        thread.Start();
        return thread;
    }

    private void WriteGroups()
    {
        IJobWriteSession? session = null;
        var group = new List<PendingChange>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            Gather(first, group);
            if (group.Count > 0)
            {
                session = WriteGroup(group, session);
            }
        }

        session?.Dispose();
    }

    private void Gather(PendingChange first, List<PendingChange> group)
    {
        group.Clear();
        var weight = 0;
        for (var next = first; ;)
        {
            if (next.TryTake())
            {
                group.Add(next);
                weight += next.Change.Weight;
            }

            if (group.Count >= _options.MaximumGroup || weight >= MaximumWeight || !_queue.TryTake(out next!))
            {
                return;
            }
        }
    }

    // Returns the session to go on with; null after a failure, since its connection is in an unknown state.
    private IJobWriteSession? WriteGroup(List<PendingChange> group, IJobWriteSession? session)
    {
        if (_outage.Cause is { } cause)
        {
            Fail(group, NotWritten(cause));
            return session;
        }

        var start = _time.GetTimestamp();
        try
        {
            session ??= _database.OpenWriteSession();
            var results = session.Commit([.. group.Select(pending => pending.Change)]);
            _metrics.GroupCommitted(results, _time.GetElapsedTime(start));
            if (_outage.Succeeded())
            {
                LogRecovered(_database.Description);
            }

            for (var i = 0; i < results.Length; i++)
            {
                group[i].Complete(results[i]);
            }

            return session;
        }
        catch (Exception failure)
        {
            // Whatever it is, it must reach the callers of this group and not end the thread.
            if (_outage.Failed(failure))
            {
                LogUnavailable(failure, _database.Description);
            }

            Fail(group, failure is UnknownOutcomeException ? Unknown(failure) : NotWritten(failure));
            Close(session);
            return null;
        }
    }

    private void Fail(List<PendingChange> group, JobStoreUnavailableException cause)
    {
        _metrics.GroupFailed(group.Count);
        foreach (var pending in group)
        {
            // One exception object for each: it carries its caller's stack.
            pending.Fail(new JobStoreUnavailableException(cause.Message, cause.InnerException));
        }
    }

    private void Close(IJobWriteSession? session)
    {
        try
        {
            session?.Dispose();
        }
        catch (Exception failure)
        {
            LogCloseFailed(failure, _database.Description);
        }
    }

    private JobStoreUnavailableException NotWritten(Exception cause) =>
        new($"The {_database.Description} does not take writes ({cause.Message}); nothing was written.", cause);

    private JobStoreUnavailableException Unknown(Exception cause) =>
        new($"The {_database.Description} did not confirm a commit ({cause.Message}); whether it was written is unknown.", cause);
}
