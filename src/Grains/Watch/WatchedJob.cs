using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains.Watch;

/// <summary>A job that a grain of this silo is at work on, as others may look at it from any thread.</summary>
internal sealed class WatchedJob(JobFace job, IJobWorker worker, DateTimeOffset due)
{
    /// <summary>Later than any time.</summary>
    internal const long Never = long.MaxValue;

    private JobFace _job = job;
    private long _due = due.UtcTicks;

    /// <summary>How it stands.</summary>
    public JobFace Job => Volatile.Read(ref _job);

    /// <summary>When it is to be looked at next; in the past while it is being looked at.</summary>
    public DateTimeOffset Due => new(Volatile.Read(ref _due), TimeSpan.Zero);

    /// <summary>Who looks at it.</summary>
    internal IJobWorker Worker => worker;

    /// <summary>The timestamp at which it rings; <see cref="WatchedJobs"/> alone touches it, as the place.</summary>
    internal long RingsAt { get; set; } = Never;

    /// <summary>The place in <see cref="WatchedJobs"/>; negative for none.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>The grain has learnt something, or lets the job rest.</summary>
    /// <param name="job">How the job stands now.</param>
    public void Tell(JobFace job) => Volatile.Write(ref _job, job);

    /// <summary>The grain has decided when it looks again.</summary>
    /// <param name="at">When.</param>
    public void Expect(DateTimeOffset at) => Volatile.Write(ref _due, at.UtcTicks);
}
