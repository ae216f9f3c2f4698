namespace BackendPlugins.BigQuery;

/// <summary>Jobs that were asked for together, as far as pages of jobs.list had them.</summary>
internal sealed class FoundJobs
{
    private readonly Dictionary<string, List<JobAddress>> _missing;
    private readonly Dictionary<JobAddress, JobResource> _found = [];

    public FoundJobs(IEnumerable<JobAddress> asked)
    {
        _missing = asked.Distinct().GroupBy(job => job.JobId).ToDictionary(group => group.Key, group => group.ToList());
        Missing = _missing.Values.Sum(jobs => jobs.Count);
    }

    /// <summary>Jobs not found yet.</summary>
    public int Missing { get; private set; }

    /// <summary>The job as a page had it; null where none did.</summary>
    public JobResource? Find(JobAddress job) => _found.GetValueOrDefault(job);

    /// <summary>Takes what is asked for from a page.</summary>
    public void Add(IReadOnlyList<JobPageEntry> jobs)
    {
        foreach (var entry in jobs)
        {
            if (entry.JobReference is not { JobId: { } id, Location: { Length: > 0 } location } || !_missing.TryGetValue(id, out var asked) || !TellsAll(entry))
            {
                continue;
            }

            // The same id may exist in several locations.
            foreach (var job in asked.Where(job => job.Location is null || job.Location.Equals(location, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                _found[job] = entry.ToResource();
                asked.Remove(job);
                Missing--;
            }
        }
    }

    /// <summary>The end of a job is read once: from an entry without its table and statistics it would be read wrongly.</summary>
    private static bool TellsAll(JobPageEntry entry) =>
        (entry.Status?.State ?? entry.State) is { } state && (state is not "DONE" || (entry.Configuration is not null && entry.Statistics is not null));
}
