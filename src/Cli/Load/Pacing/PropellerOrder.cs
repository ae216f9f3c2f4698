using System.Collections.Concurrent;
using System.Threading.Channels;
using BackendPlugins.Cli.Load.Planning;

namespace BackendPlugins.Cli.Load.Pacing;

/// <summary>
/// Propeller's cache of open jobs: at each resync those that are not queued yet are queued, and a token bucket holds back the
/// questions. So N jobs are asked for every max(resync, N / rate), whatever the endpoint does.
/// </summary>
internal sealed class PropellerOrder(int jobs, PropellerPace pace, TimeProvider time) : IAskingOrder, IDisposable
{
    private readonly Channel<LoadJob> _queue = Channel.CreateUnbounded<LoadJob>();
    private readonly ConcurrentDictionary<int, LoadJob> _open = new();
    private readonly TokenBucket _bucket = new(pace.Rate, pace.Burst, time);
    private ITimer? _resync;
    private int _left = jobs;

    /// <summary>Begins to queue.</summary>
    public void Start() => _resync = time.CreateTimer(_ => Resync(), null, pace.Resync, pace.Resync);

    public void Add(LoadJob job) => _open[job.Index] = job;

    public async ValueTask<LoadJob?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_queue.Reader.TryRead(out var job))
            {
                await _bucket.WaitAsync(cancellationToken);
                return job;
            }
        }

        return null;
    }

    public void Asked(LoadJob job)
    {
        if (job.HasEnded)
        {
            _open.TryRemove(job.Index, out _);
            if (Interlocked.Decrement(ref _left) == 0)
            {
                Close();
            }
        }

        job.IsAsked = false;
    }

    public void Close() => _queue.Writer.TryComplete();

    public void Dispose() => _resync?.Dispose();

    private void Resync()
    {
        foreach (var (_, job) in _open)
        {
            if (!job.IsAsked)
            {
                job.IsAsked = true;
                _queue.Writer.TryWrite(job);
            }
        }
    }
}
