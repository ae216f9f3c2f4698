using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Watch;

/// <summary>A job that a grain of this silo is at work on, as others may look at it from any thread.</summary>
internal sealed class WatchedJob(JobRecord job, JobSnapshot snapshot, DateTimeOffset due)
{
    private JobRecord _job = job;
    private JobSnapshot _snapshot = snapshot;
    private long _due = due.UtcTicks;

    /// <summary>The newest record.</summary>
    public JobRecord Job => Volatile.Read(ref _job);

    /// <summary>What callers are told.</summary>
    public JobSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>When it is to be looked at next; in the past while it is being looked at.</summary>
    public DateTimeOffset Due => new(Volatile.Read(ref _due), TimeSpan.Zero);

    /// <summary>Neighbours in <see cref="WatchedJobs"/>, which alone touches them.</summary>
    internal WatchedJob? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    internal WatchedJob? Next { get; set; }

    /// <summary>The grain has learnt something.</summary>
    /// <param name="record">The newest record.</param>
    /// <param name="told">What callers are told.</param>
    public void Tell(JobRecord record, JobSnapshot told)
    {
        Volatile.Write(ref _job, record);
        Volatile.Write(ref _snapshot, told);
    }

    /// <summary>The grain has set its timer.</summary>
    /// <param name="at">When it will ring.</param>
    public void Expect(DateTimeOffset at) => Volatile.Write(ref _due, at.UtcTicks);
}
