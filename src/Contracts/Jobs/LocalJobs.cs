using System.Collections.Concurrent;

namespace BackendPlugins.Contracts;

/// <summary>
/// What the jobs show whose grains live in this process, kept by the grains themselves: an asker in the same process reads what
/// a call of the grain would answer, without the call. Empty where no silo runs in the process.
/// </summary>
public sealed class LocalJobs
{
    private readonly ConcurrentDictionary<string, ShownJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _jobs.Count;

    /// <summary>What a job shows; null where its grain is elsewhere or not in memory.</summary>
    /// <param name="key">The job's key.</param>
    public ShownJob? Find(string key) => _jobs.GetValueOrDefault(key);

    /// <summary>Whether a grain of this process is at work on a job.</summary>
    /// <param name="key">The job's key.</param>
    public bool IsWatched(string key) => Find(key) is { Snapshot.Stage: not JobStage.Ended };

    /// <summary>A job shows something new.</summary>
    /// <param name="key">The job's key.</param>
    /// <param name="job">What.</param>
    public void Show(string key, ShownJob job) => _jobs[key] = job;

    /// <summary>A grain leaves memory. What another activation of the job has shown meanwhile stays.</summary>
    /// <param name="key">The job's key.</param>
    /// <param name="job">What that grain showed last.</param>
    public void Hide(string key, ShownJob job) => _jobs.TryRemove(KeyValuePair.Create(key, job));
}
