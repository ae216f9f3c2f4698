using BackendPlugins.Contracts;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>
/// Jobs of which this gateway has seen the end. Nothing follows an end, so it can be told again without asking a silo: Flyte
/// asks once more for every task that has ended, and deletes many. A job that goes on is never kept here.
/// </summary>
internal sealed class EndedJobs(IOptions<GrainCallOptions> options, TimeProvider time)
{
    private readonly Generations<ShownJob> _jobs = new(options.Value.EndedCache, options.Value.EndedCacheTime, time);

    /// <summary>The job as it ended; null where its end is not known here.</summary>
    public ShownJob? Find(string key) => _jobs.Find(key);

    /// <summary>Remembers a job that has ended for good; anything else is not kept.</summary>
    /// <returns>Whether it has ended for good.</returns>
    public bool Keep(ShownJob job)
    {
        // An end that is not stored yet could still be lost with its silo.
        if (job.Snapshot is not { Stage: JobStage.Ended, StoreTrouble: null } snapshot || !snapshot.Phase.IsEnd())
        {
            return false;
        }

        _jobs.Keep(snapshot.Key.Value, job);
        return true;
    }

    /// <summary>Forgets a job: somebody creates it anew, after its retention.</summary>
    public void Forget(string key) => _jobs.Forget(key);
}
