using BackendPlugins.Contracts;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>
/// What this gateway was last told of jobs that go on. It is never answered unasked: their grains say each time whether it is
/// still the newest, which spares the wire the snapshot and the gateway the writing of the answer.
/// </summary>
internal sealed class SeenJobs(IOptions<GrainCallOptions> options, TimeProvider time)
{
    private readonly Generations<ShownJob> _jobs = new(options.Value.SeenCache, options.Value.SeenCacheTime, time);

    /// <summary>What was told last; null for nothing.</summary>
    public ShownJob? Find(string key) => _jobs.Find(key);

    /// <summary>Remembers what was told now.</summary>
    public void Keep(ShownJob job) => _jobs.Keep(job.Snapshot.Key.Value, job);

    /// <summary>Forgets a job.</summary>
    public void Forget(string key) => _jobs.Forget(key);
}
