using System.Collections.Concurrent;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>
/// Jobs of which this gateway has seen the end. Nothing follows an end, so it can be told again without asking a silo: Flyte
/// asks once more for every task that has ended, and deletes many. A job that goes on is never kept here.
/// </summary>
/// <remarks>
/// Two generations: when the young one is full or has lived half the time, it becomes the old one, and the old one goes. So no
/// entry outlives the time, and none costs a timer or a place in a list.
/// </remarks>
internal sealed class EndedJobs(IOptions<GrainCallOptions> options, TimeProvider time)
{
    private readonly Lock _turn = new();
    private Generation _young = new(time.GetTimestamp());
    private Generation _old = new(time.GetTimestamp());

    /// <summary>The job as it ended; null where its end is not known here.</summary>
    public JobSnapshot? Find(JobKey key)
    {
        if (options.Value.EndedCache == 0)
        {
            return null;
        }

        TurnIfDue();
        return Volatile.Read(ref _young).Jobs.GetValueOrDefault(key.Value) ?? Volatile.Read(ref _old).Jobs.GetValueOrDefault(key.Value);
    }

    /// <summary>Remembers a job that has ended for good; anything else is not kept.</summary>
    /// <returns>The same job.</returns>
    public JobSnapshot Keep(JobSnapshot job)
    {
        // An end that is not stored yet could still be lost with its silo.
        if (options.Value.EndedCache > 0 && job is { Stage: JobStage.Ended, StoreTrouble: null } && job.Phase.IsEnd())
        {
            TurnIfDue();
            Volatile.Read(ref _young).Add(job);
        }

        return job;
    }

    /// <summary>Forgets a job: somebody creates it anew, after its retention.</summary>
    public void Forget(JobKey key)
    {
        Volatile.Read(ref _young).Jobs.TryRemove(key.Value, out _);
        Volatile.Read(ref _old).Jobs.TryRemove(key.Value, out _);
    }

    private void TurnIfDue()
    {
        if (!IsDue(Volatile.Read(ref _young)))
        {
            return;
        }

        lock (_turn)
        {
            if (IsDue(_young))
            {
                // Nobody may have asked for so long that the young one is past its time too.
                var now = time.GetTimestamp();
                Volatile.Write(ref _old, time.GetElapsedTime(_young.Start, now) >= options.Value.EndedCacheTime ? new Generation(now) : _young);
                Volatile.Write(ref _young, new Generation(now));
            }
        }
    }

    private bool IsDue(Generation young) =>
        young.Count >= Math.Max(1, options.Value.EndedCache / 2) || time.GetElapsedTime(young.Start) >= options.Value.EndedCacheTime / 2;

    private sealed class Generation(long start)
    {
        private int _count;

        public long Start => start;

        // The dictionary's own count takes all its locks.
        public int Count => Volatile.Read(ref _count);

        public ConcurrentDictionary<string, JobSnapshot> Jobs { get; } = new(StringComparer.Ordinal);

        public void Add(JobSnapshot job)
        {
            if (Jobs.TryAdd(job.Key.Value, job))
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
