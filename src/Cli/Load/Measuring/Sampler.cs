using System.Collections.Concurrent;

namespace BackendPlugins.Cli.Load.Measuring;

/// <summary>Takes a sample of a run once a second.</summary>
internal sealed class Sampler(LoadMeters meters, UpstreamBooks upstream, TimeSpan warmUp, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<LoadSample> _samples = new();
    private readonly long _start = time.GetTimestamp();
    private double _last;
    private (double At, long Calls)? _lastUpstream;

    /// <summary>The samples so far, the oldest first.</summary>
    public IReadOnlyCollection<LoadSample> Samples => _samples;

    /// <summary>Calls to the service since the run began; null where nobody tells.</summary>
    public long? UpstreamCalls { get; private set; }

    /// <summary>Samples until the work is done, and once more then.</summary>
    /// <param name="work">The work.</param>
    /// <param name="show">Shows a sample.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FollowAsync(Task work, Action<LoadSample> show, CancellationToken cancellationToken)
    {
        await CountUpstreamAsync(cancellationToken);
        var cold = warmUp > TimeSpan.Zero;
        do
        {
            await Task.WhenAny(work, Task.Delay(Beat, time, cancellationToken));
            if (cold && time.GetElapsedTime(_start) >= warmUp)
            {
                cold = false;
                meters.Create.Reset();
                meters.Get.Reset();
                meters.Delete.Reset();
            }

            show(await TakeAsync(cancellationToken));
        }
        while (!work.IsCompleted);
    }

    private async Task<LoadSample> TakeAsync(CancellationToken cancellationToken)
    {
        var rate = await CountUpstreamAsync(cancellationToken);
        var now = time.GetElapsedTime(_start).TotalSeconds;
        var sample = new LoadSample(
            now, now - _last, meters.Create.TakeInterval(), meters.Get.TakeInterval(), meters.Delete.TakeInterval(), meters.Jobs(), rate);
        _last = now;
        _samples.Enqueue(sample);
        return sample;
    }

    private async Task<double?> CountUpstreamAsync(CancellationToken cancellationToken)
    {
        if (await upstream.CallsAsync(cancellationToken) is not { } calls)
        {
            return null;
        }

        var now = time.GetElapsedTime(_start).TotalSeconds;
        double? rate = null;
        if (_lastUpstream is { } last)
        {
            // Books that somebody has emptied begin at zero.
            var made = Math.Max(0, calls - last.Calls);
            rate = now > last.At ? made / (now - last.At) : 0;
            UpstreamCalls = (UpstreamCalls ?? 0) + made;
        }

        UpstreamCalls ??= 0;
        _lastUpstream = (now, calls);
        return rate;
    }
}
