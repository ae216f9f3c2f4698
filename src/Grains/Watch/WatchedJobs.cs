using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains.Watch;

/// <summary>
/// The jobs that the grains of this silo are at work on: what operators are told of them is read when they ask, so that a look at
/// a job costs two writes to memory. A list of the grains' own entries: nothing is looked up or copied for any of 100,000.
/// </summary>
internal sealed class WatchedJobs
{
    private readonly Lock _lock = new();
    private WatchedJob[] _jobs = new WatchedJob[64];
    private int _count;

    /// <summary>A grain begins to work.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="due">When it looks first.</param>
    public WatchedJob Add(JobFace job, DateTimeOffset due)
    {
        var added = new WatchedJob(job, due);
        lock (_lock)
        {
            if (_count == _jobs.Length)
            {
                Array.Resize(ref _jobs, _count + (_count / 2));
            }

            Put(added, _count++);
        }

        return added;
    }

    /// <summary>A grain has ended its work; once is enough, more does nothing.</summary>
    /// <param name="job">What <see cref="Add"/> returned.</param>
    public void Remove(WatchedJob job)
    {
        lock (_lock)
        {
            if (job.Place < 0)
            {
                return;
            }

            // The last one takes its place: they stand in no order.
            Put(_jobs[--_count], job.Place);
            _jobs[_count] = null!;
            job.Place = -1;
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
            foreach (var job in _jobs.AsSpan(0, _count))
            {
                look(job);
            }
        }
    }

    private void Put(WatchedJob job, int place) => (_jobs[place], job.Place) = (job, place);
}
