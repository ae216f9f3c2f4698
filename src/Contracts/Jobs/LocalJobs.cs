using System.Collections.Concurrent;

namespace BackendPlugins.Contracts;

/// <summary>
/// What the jobs show whose grains live in this process, kept by the grains themselves: an asker in the same process reads what
/// a call of the grain would answer, without the call. Empty where no silo runs in the process.
/// </summary>
public sealed class LocalJobs
{
    // The form in which the runtime has the key in memory anyway: another text of it would be a tenth of a job at rest.
    private readonly ConcurrentDictionary<IdSpan, ShownJob> _jobs = new();

    /// <summary>How many there are.</summary>
    public int Count => _jobs.Count;

    /// <summary>What a job shows; null where its grain is elsewhere or not in memory.</summary>
    /// <param name="key">The job's key.</param>
    public ShownJob? Find(string key) => _jobs.GetValueOrDefault(IdSpan.Create(key));

    /// <summary>Whether a grain of this process is at work on a job.</summary>
    /// <param name="key">The job's key.</param>
    public bool IsWatched(string key) => Find(key) is { Stage: not JobStage.Ended };

    /// <summary>A job shows something new.</summary>
    /// <param name="key">The grain's own key.</param>
    /// <param name="job">What.</param>
    public void Show(IdSpan key, ShownJob job) => _jobs[key] = job;

    /// <summary>A grain leaves memory. What another activation of the job has shown meanwhile stays.</summary>
    /// <param name="key">The grain's own key.</param>
    /// <param name="job">What that grain showed last.</param>
    public void Hide(IdSpan key, ShownJob job) => _jobs.TryRemove(KeyValuePair.Create(key, job));
}
