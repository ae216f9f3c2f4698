using System.Threading.Channels;
using BackendPlugins.Cli.Load.Planning;

namespace BackendPlugins.Cli.Load.Pacing;

/// <summary>One open job after the other, in a circle, without a pause.</summary>
internal sealed class EagerOrder(int jobs) : IAskingOrder
{
    private readonly Channel<LoadJob> _circle = Channel.CreateUnbounded<LoadJob>();
    private int _open = jobs;

    public void Add(LoadJob job) => _circle.Writer.TryWrite(job);

    public async ValueTask<LoadJob?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _circle.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_circle.Reader.TryRead(out var job))
            {
                return job;
            }
        }

        return null;
    }

    public void Asked(LoadJob job)
    {
        if (!job.HasEnded)
        {
            _circle.Writer.TryWrite(job);
        }
        else if (Interlocked.Decrement(ref _open) == 0)
        {
            Close();
        }
    }

    public void Close() => _circle.Writer.TryComplete();
}
