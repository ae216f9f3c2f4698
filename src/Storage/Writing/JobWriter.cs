using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage;

/// <summary>
/// Group commit. A lane takes what has queued up while its last commit ran, so groups grow with the load and a lone write
/// waits for nobody. All writes of one job go through one lane: they stay in order and never meet in the database.
/// </summary>
internal sealed partial class JobWriter : IDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(15);

    private readonly IJobDatabase _database;
    private readonly int _maximumQueue;
    private readonly TimeProvider _time;
    private readonly ILogger<JobWriter> _log;
    private readonly StoreOutage _outage;
    private readonly WriteFaults _faults;
    private readonly WriteLane[] _lanes;
    private int _waiting;

    public JobWriter(
        IJobDatabase database, IOptions<JobStoreOptions> options, TimeProvider time, JobStoreMetrics metrics, ILogger<JobWriter> log)
    {
        _database = database;
        _maximumQueue = options.Value.MaximumQueue;
        _time = time;
        _log = log;
        _outage = new StoreOutage(time);
        metrics.ObserveQueue(() => Volatile.Read(ref _waiting));
        metrics.ObserveAvailability(() => !_outage.IsOn);
        _faults = new WriteFaults(database.Description, log);
        _lanes = [.. Enumerable.Range(0, database.WriteLanes).Select(number =>
            new WriteLane($"job writer {number}", database, options.Value.MaximumGroup, _outage, time, metrics, _faults, () => Interlocked.Decrement(ref _waiting)))];
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
            throw _faults.NotWritten(cause);
        }

        var pending = new PendingChange(change);
        Queue(pending);
        try
        {
            var result = await pending.WaitAsync(cancellationToken);
            return result.Outcome == ChangeOutcome.Rejected ? throw _faults.NotWritten(result.Fault!) : result;
        }
        catch (UnknownOutcomeException abandoned)
        {
            throw _faults.Unknown(abandoned);
        }
    }

    /// <summary>Writes what is queued, then closes the connections.</summary>
    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Complete();
        }

        var start = _time.GetTimestamp();
        foreach (var lane in _lanes)
        {
            var left = DrainTime - _time.GetElapsedTime(start);
            if (!lane.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                LogStuck(_database.Description, Volatile.Read(ref _waiting));
                return;
            }
        }
    }

    private void Queue(PendingChange pending)
    {
        if (Interlocked.Increment(ref _waiting) > _maximumQueue)
        {
            Interlocked.Decrement(ref _waiting);
            throw new JobStoreUnavailableException($"{_maximumQueue} writes already wait for the {_database.Description}; nothing was written.");
        }

        if (!LaneOf(pending.Change).TryQueue(pending))
        {
            Interlocked.Decrement(ref _waiting);
            throw new JobStoreUnavailableException("The job store is closed; nothing was written.");
        }
    }

    private WriteLane LaneOf(JobChange change) =>
        _lanes[change.Job is { } job ? (uint)string.GetHashCode(job, StringComparison.Ordinal) % (uint)_lanes.Length : 0];

    [LoggerMessage(4003, LogLevel.Error, "The {Database} did not finish its last commit before the shutdown; {Count} writes were given up unanswered")]
    private partial void LogStuck(string database, int count);
}
