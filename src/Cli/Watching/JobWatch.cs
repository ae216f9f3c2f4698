using System.Runtime.CompilerServices;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;
using Grpc.Core;

namespace BackendPlugins.Cli.Watching;

/// <summary>Asks for a job again and again until it ends.</summary>
internal sealed class JobWatch(ITaskEndpoint endpoint, TimeProvider time, WatchPace pace)
{
    // Ages on the screen move once a second, however rarely the endpoint is asked.
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(1);

    /// <summary>The moments of a job; the last one is its end.</summary>
    /// <exception cref="RpcException">The endpoint failed at once, for longer than the patience, or for good.</exception>
    public async IAsyncEnumerable<WatchMoment> FollowAsync(JobReference job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var phaseSince = began;
        long? silentSince = null;
        TaskReport? last = null;
        while (true)
        {
            string? trouble = null;
            try
            {
                var report = await endpoint.GetAsync(job, cancellationToken);
                silentSince = null;
                phaseSince = last?.Phase == report.Phase ? phaseSince : time.GetTimestamp();
                last = report;
            }
            catch (RpcException problem) when (last is not null && IsPassing(problem) && !cancellationToken.IsCancellationRequested)
            {
                silentSince ??= time.GetTimestamp();
                if (time.GetElapsedTime(silentSince.Value) >= pace.Patience)
                {
                    throw;
                }

                trouble = $"the endpoint is out of reach ({problem.StatusCode}); asking again every {DurationText.Short(pace.Interval)}";
            }

            yield return Moment();
            if (last.Phase.IsEnd())
            {
                yield break;
            }

            for (var left = pace.Interval; left > TimeSpan.Zero; left -= Redraw)
            {
                await Task.Delay(left < Redraw ? left : Redraw, time, cancellationToken);
                if (left > Redraw)
                {
                    yield return Moment();
                }
            }

            WatchMoment Moment() => new(last, time.GetElapsedTime(began), time.GetElapsedTime(phaseSince), trouble);
        }
    }

    private static bool IsPassing(RpcException problem) => problem.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;
}
