using BackendPlugins.Contracts;
using BackendPlugins.Grains.Intake;

namespace BackendPlugins.Grains.Recovery;

/// <summary>Which jobs this silo sees to.</summary>
internal sealed class LocalWatch(LocalJobs local, AcceptedJobs accepted)
{
    /// <summary>Whether a grain of this silo is at work on a job, or is about to be woken for it.</summary>
    /// <param name="key">The job's key.</param>
    public bool IsWatched(string key) => local.IsWatched(key) || accepted.Has(key);
}
