using System.Diagnostics.CodeAnalysis;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>The jobs, by key and in order of creation. Not thread-safe: its owner holds the lock.</summary>
internal sealed class JobShelf
{
    private readonly Dictionary<JobKey, SimulatedJob> _jobs = [];
    private readonly Dictionary<string, List<SimulatedJob>> _byProject = [];
    private long _sequence;
    private long _newestCreation;

    public bool Contains(JobKey key) => _jobs.ContainsKey(key);

    public bool TryGet(JobKey key, [NotNullWhen(true)] out SimulatedJob? job) => _jobs.TryGetValue(key, out job);

    /// <summary>The newest of the project's jobs of that id; null when there is none.</summary>
    public SimulatedJob? FindAnywhere(string projectId, string jobId) => NewestFirst(projectId, long.MaxValue).FirstOrDefault(job => job.Key.JobId == jobId);

    /// <summary>Adds a job that is not there yet. A clock that stepped back does not break the order: the job is as old as the newest at most.</summary>
    public SimulatedJob Add(JobKey key, long createdAt, JobConfiguration configuration, JobPlan plan)
    {
        _newestCreation = Math.Max(_newestCreation, createdAt);
        var job = new SimulatedJob(key, _newestCreation, configuration, plan) { Sequence = ++_sequence };
        job.Children = ScriptStatements.Of(job);
        _jobs.Add(key, job);
        foreach (var child in job.Children)
        {
            _jobs[child.Key] = child;
        }

        if (!_byProject.TryGetValue(key.ProjectId, out var jobs))
        {
            _byProject[key.ProjectId] = jobs = [];
        }

        jobs.Add(job);
        return job;
    }

    /// <summary>Forgets a job and its statements.</summary>
    public void Remove(SimulatedJob job)
    {
        _jobs.Remove(job.Key);
        _byProject[job.Key.ProjectId].Remove(job);
        foreach (var child in job.Children)
        {
            _jobs.Remove(child.Key);
        }
    }

    /// <summary>Jobs that were inserted into the project, newest first, beginning below a sequence number.</summary>
    public IEnumerable<SimulatedJob> NewestFirst(string projectId, long beforeSequence)
    {
        if (!_byProject.TryGetValue(projectId, out var jobs))
        {
            yield break;
        }

        var (low, high) = (0, jobs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = jobs[middle].Sequence < beforeSequence ? (middle + 1, high) : (low, middle);
        }

        for (var index = low - 1; index >= 0; index--)
        {
            yield return jobs[index];
        }
    }

    public void Clear()
    {
        _jobs.Clear();
        _byProject.Clear();
        _newestCreation = 0;
    }
}
