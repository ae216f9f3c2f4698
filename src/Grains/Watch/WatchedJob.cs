using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Watch;

/// <summary>A job that a grain of this silo is at work on, as others may look at it from any thread.</summary>
internal sealed class WatchedJob(JobRecord job, DateTimeOffset due)
{
    private JobRecord _job = job;
    private long _due = due.UtcTicks;
    private bool _inTrouble;

    /// <summary>The newest record.</summary>
    public JobRecord Job => Volatile.Read(ref _job);

    /// <summary>When it is to be looked at next; in the past while it is being looked at.</summary>
    public DateTimeOffset Due => new(Volatile.Read(ref _due), TimeSpan.Zero);

    /// <summary>Whether the last call gave no evidence.</summary>
    public bool InTrouble => Volatile.Read(ref _inTrouble);

    /// <summary>Neighbours in <see cref="WatchedJobs"/>, which alone touches them.</summary>
    internal WatchedJob? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    internal WatchedJob? Next { get; set; }

    /// <summary>The grain has learnt something.</summary>
    /// <param name="record">The newest record.</param>
    /// <param name="inTrouble">Whether the last call gave no evidence.</param>
    public void Tell(JobRecord record, bool inTrouble)
    {
        Volatile.Write(ref _job, record);
        Volatile.Write(ref _inTrouble, inTrouble);
    }

    /// <summary>The grain has set its timer.</summary>
    /// <param name="at">When it will ring.</param>
    public void Expect(DateTimeOffset at) => Volatile.Write(ref _due, at.UtcTicks);
}
