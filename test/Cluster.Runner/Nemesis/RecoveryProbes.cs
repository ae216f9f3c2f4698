using System.Collections.Concurrent;
using BackendPlugins.Cluster.Runner.Clients;

namespace BackendPlugins.Cluster.Runner.Nemesis;

/// <summary>
/// Measures how soon jobs are back: from the death of a silo on, every living job is asked for until it answers. What is
/// answered here is no evidence, since it runs beside the jobs' clients.
/// </summary>
/// <param name="jobs">Knows the living jobs.</param>
/// <param name="calls">Asks.</param>
/// <param name="time">The clock.</param>
internal sealed class RecoveryProbes(GatewayCalls jobs, GatewayCalls calls, TimeProvider time)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<TimeSpan> _recoveries = new();
    private readonly ConcurrentQueue<Task> _running = new();

    /// <summary>Times from a death to a living job's first good answer; those that no answer came for have the longest time asked.</summary>
    public IReadOnlyCollection<TimeSpan> Recoveries => _recoveries;

    /// <summary>Every Get that was sent.</summary>
    public IReadOnlyCollection<Answer> Answers => calls.Answers;

    /// <summary>A silo has died now.</summary>
    public void Begin()
    {
        var death = time.GetTimestamp();
        foreach (var (job, index) in jobs.Living.Select((job, index) => (job, index)))
        {
            _running.Enqueue(ProbeAsync(job, index, death));
        }
    }

    /// <summary>Waits for the probes that run.</summary>
    public Task CompleteAsync() => Task.WhenAll(_running);

    private async Task ProbeAsync(LivingJob job, int gateway, long death)
    {
        while (time.GetElapsedTime(death) is var passed && passed < Most)
        {
            // A gateway that has died itself is not what is measured: the next one is asked.
            if ((await calls.GetAsync(gateway++ % calls.Gateways, job.Script, job.Meta)).IsOk)
            {
                break;
            }

            await Task.Delay(Pause, time);
        }

        _recoveries.Enqueue(time.GetElapsedTime(death));
    }
}
