using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains.Watch;

/// <summary>A job that a grain of this silo is at work on, as others may look at it from any thread.</summary>
internal sealed class WatchedJob(JobFace job, DateTimeOffset due)
{
    private JobFace _job = job;
    private long _due = due.UtcTicks;

    /// <summary>How it stands.</summary>
    public JobFace Job => Volatile.Read(ref _job);

    /// <summary>When it is to be looked at next; in the past while it is being looked at.</summary>
    public DateTimeOffset Due => new(Volatile.Read(ref _due), TimeSpan.Zero);

    /// <summary>The place in <see cref="WatchedJobs"/>, which alone touches it; negative for none.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>The grain has learnt something, or lets the job rest.</summary>
    /// <param name="job">How the job stands now.</param>
    public void Tell(JobFace job) => Volatile.Write(ref _job, job);

    /// <summary>The grain has set its timer.</summary>
    /// <param name="at">When it will ring.</param>
    public void Expect(DateTimeOffset at) => Volatile.Write(ref _due, at.UtcTicks);
}
