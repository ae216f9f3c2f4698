using BackendPlugins.Grains.Rest;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.Watch;

/// <summary>
/// The jobs that the grains of this silo are at work on. It rings for them when they are due, since a hundred thousand timers of
/// the runtime take more memory than the jobs; and what operators are told of them is read when they ask, so that a look at a job
/// costs a few writes to memory.
/// </summary>
internal sealed partial class WatchedJobs : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger<WatchedJobs> _logger;
    private readonly ITimer _timer;

    /// <summary>A heap: none rings before the one at half its place.</summary>
    private WatchedJob[] _jobs = new WatchedJob[64];

    private int _count;
    private long _setFor = WatchedJob.Never;

    public WatchedJobs(TimeProvider time, ILogger<WatchedJobs> logger)
    {
        (_time, _logger) = (time, logger);
        _timer = time.CreateTimer(static jobs => ((WatchedJobs)jobs!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A grain begins to work.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="worker">The grain.</param>
    /// <param name="wait">Until it looks first.</param>
    public WatchedJob Add(JobFace job, IJobWorker worker, TimeSpan wait)
    {
        var added = new WatchedJob(job, worker, _time.GetUtcNow() + wait);
        lock (_lock)
        {
            if (_count == _jobs.Length)
            {
                Array.Resize(ref _jobs, _count + (_count / 2));
            }

            Put(added, _count++);
            Set(added, wait);
        }

        return added;
    }

    /// <summary>Rings for a job after a time, and no more at the time that was set before.</summary>
    /// <param name="job">What <see cref="Add"/> returned; nothing happens where it was removed.</param>
    /// <param name="wait">How long.</param>
    public void RingAfter(WatchedJob job, TimeSpan wait)
    {
        lock (_lock)
        {
            if (job.Place >= 0)
            {
                Set(job, wait);
            }
        }
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

            var (last, place) = (_jobs[--_count], job.Place);
            _jobs[_count] = null!;
            job.Place = -1;
            if (last != job)
            {
                Put(last, place);
                Move(last);
            }
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

    /// <summary>Goes through all of them. None begins, ends or rings meanwhile: be quick.</summary>
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

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        var due = new List<WatchedJob>();
        lock (_lock)
        {
            for (var now = _time.GetTimestamp(); _count > 0 && _jobs[0].RingsAt <= now;)
            {
                var first = _jobs[0];
                due.Add(first);
                first.RingsAt = WatchedJob.Never;
                Move(first);
            }

            _setFor = WatchedJob.Never;
            SetTimer();
        }

        foreach (var job in due)
        {
            try
            {
                job.Worker.Ring();
            }
            catch (Exception exception)
            {
                // A silo that stops takes its grains' schedulers away.
                LogNotRung(exception);
            }
        }
    }

    private void Set(WatchedJob job, TimeSpan wait)
    {
        job.RingsAt = _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
        Move(job);
        SetTimer();
    }

    private void SetTimer()
    {
        if (_count > 0 && _jobs[0].RingsAt is var first && first < _setFor)
        {
            _setFor = first;

            // Timers count whole milliseconds: one that rings too early would ring again and again until it is time.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(_time.GetTimestamp(), first).TotalMilliseconds));
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Finds the place of a job whose time has changed.</summary>
    private void Move(WatchedJob job)
    {
        for (var above = (job.Place - 1) / 2; job.Place > 0 && job.RingsAt < _jobs[above].RingsAt; above = (job.Place - 1) / 2)
        {
            Swap(job, _jobs[above]);
        }

        for (var below = SoonerBelow(job.Place); below < _count && _jobs[below].RingsAt < job.RingsAt; below = SoonerBelow(job.Place))
        {
            Swap(job, _jobs[below]);
        }
    }

    private int SoonerBelow(int place)
    {
        var below = (2 * place) + 1;
        return below + 1 < _count && _jobs[below + 1].RingsAt < _jobs[below].RingsAt ? below + 1 : below;
    }

    private void Swap(WatchedJob one, WatchedJob other)
    {
        var place = one.Place;
        Put(one, other.Place);
        Put(other, place);
    }

    private void Put(WatchedJob job, int place) => (_jobs[place], job.Place) = (job, place);

    [LoggerMessage(1205, LogLevel.Warning, "A job could not be told that it is due")]
    private partial void LogNotRung(Exception exception);
}
