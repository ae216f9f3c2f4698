using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Watch;

/// <summary>
/// The jobs that the grains of this silo are at work on: what operators are told of them is read when they ask, so that a look at
/// a job costs two writes to memory. A list of the grains' own entries: nothing is looked up or copied for any of 100,000.
/// </summary>
internal sealed class WatchedJobs
{
    private readonly Lock _lock = new();
    private WatchedJob? _first;

    /// <summary>A grain begins to work.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="snapshot">What callers are told of it.</param>
    /// <param name="due">When it looks first.</param>
    public WatchedJob Add(JobRecord job, JobSnapshot snapshot, DateTimeOffset due)
    {
        var added = new WatchedJob(job, snapshot, due);
        lock (_lock)
        {
            added.Next = _first;
            _first?.Previous = added;
            _first = added;
        }

        return added;
    }

    /// <summary>A grain has ended its work; once is enough, more does nothing.</summary>
    /// <param name="job">What <see cref="Add"/> returned.</param>
    public void Remove(WatchedJob job)
    {
        lock (_lock)
        {
            if (job.Previous is null && !ReferenceEquals(_first, job))
            {
                return;
            }

            if (job.Previous is { } previous)
            {
                previous.Next = job.Next;
            }
            else
            {
                _first = job.Next;
            }

            job.Next?.Previous = job.Previous;
            (job.Previous, job.Next) = (null, null);
        }
    }

    /// <summary>Sums them up as of an instant.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="plugins">Plugins that are told of even where they have no job: a series that comes and goes is no figure.</param>
    public WatchSummary Sum(DateTimeOffset now, IEnumerable<string> plugins)
    {
        var summary = new WatchSummary(plugins);
        Each(job => summary.Count(job, now));
        return summary;
    }

    /// <summary>Goes through all of them. None begins or ends meanwhile: be quick.</summary>
    /// <param name="look">Looks at one.</param>
    public void Each(Action<WatchedJob> look)
    {
        lock (_lock)
        {
            for (var job = _first; job is not null; job = job.Next)
            {
                look(job);
            }
        }
    }
}
