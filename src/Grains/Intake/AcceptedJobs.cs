using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using BackendPlugins.Contracts;
using BackendPlugins.Grains.Pacing;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.Intake;

/// <summary>
/// Jobs that this silo has accepted and whose grains are not awake yet. A few are woken at a time: a lone one at once, while a
/// burst of creates leaves the processor to the creates. Who asks for a job wakes it too, and what a silo takes with it when it
/// goes is found by the next sweep over unfinished jobs.
/// </summary>
internal sealed partial class AcceptedJobs : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly ActivitySource Spans = new(JobMetrics.MeterName);
    private static readonly int AtOnce = 2 * Environment.ProcessorCount;

    /// <summary>As many creates at once may be a burst: few callers in turn never have so many.</summary>
    private const int Burst = 8;

    /// <summary>With fewer creates a second they are only slow, as with a store that is far away, and each job is woken at once.</summary>
    private const double BurstRate = 200;

    /// <summary>
    /// Jobs woken in a second of a burst. Each of them costs many times what a create costs: it is read, submitted and asked for. A
    /// burst is over before that makes a difference to those that wait, and whoever asks for a job does not wait.
    /// </summary>
    private const int PaceInBurst = 25;

    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<AcceptedJobs> _logger;
    private readonly TurnsOfProjects<(string Key, StrongBox<ActivityContext>? Origin)> _waiting = new();
    private readonly WaitingKeys _keys = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _waking = Task.CompletedTask;
    private readonly Lock _lock = new();
    private readonly RecentRate _rate;
    private double _perSecond;
    private int _arriving;

    public AcceptedJobs(IGrainFactory grains, IMeterFactory meters, TimeProvider time, ILogger<AcceptedJobs> logger)
    {
        _grains = grains;
        _time = time;
        _rate = new RecentRate(time);
        _logger = logger;
        meters.Create(JobMetrics.MeterName).CreateObservableGauge(
            "backend_plugin_jobs_to_wake", () => _waiting.Count, "{job}", "Jobs accepted by this silo whose grains are not awake yet");
    }

    /// <summary>A create begins.</summary>
    public void Arrive()
    {
        Interlocked.Increment(ref _arriving);
        lock (_lock)
        {
            Volatile.Write(ref _perSecond, _rate.Count());
        }
    }

    /// <summary>A create has been answered.</summary>
    public void Leave() => Interlocked.Decrement(ref _arriving);

    /// <summary>Has a job's grain woken, and remembers which trace asked for the job.</summary>
    /// <param name="job">As it is stored.</param>
    public void Add(JobRecord job)
    {
        // Few are recorded; a context in each would quadruple the queue of a burst.
        var origin = Activity.Current is { Recorded: true, Context: var context } ? new StrongBox<ActivityContext>(context) : null;
        _keys.Add(job.Identity.Key.Value);
        _waiting.Add(job.Task.Execution.Id?.Project ?? "", (job.Identity.Key.Value, origin));
        _added.Release();
    }

    /// <summary>Whether a job waits here to be woken.</summary>
    /// <param name="key">The job's key.</param>
    public bool Has(string key) => _keys.Has(key);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(AcceptedJobs),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _waking = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WakeAsync()));
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stop.CancelAsync();
            await _waking;
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _added.Dispose();
    }

    private async Task WakeAsync()
    {
        try
        {
            while (true)
            {
                await _added.WaitAsync(_stop.Token);
                if (_waiting.TryTake(out var next))
                {
                    if (Volatile.Read(ref _arriving) >= Burst && Volatile.Read(ref _perSecond) >= BurstRate)
                    {
                        await Task.Delay(TimeSpan.FromSeconds((double)AtOnce / PaceInBurst), _time, _stop.Token);
                    }

                    await WakeAsync(next.Key, next.Origin);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task WakeAsync(string key, StrongBox<ActivityContext>? origin)
    {
        using var span = origin is null ? null : Spans.StartActivity("job wake", ActivityKind.Internal, origin.Value);
        try
        {
            await _grains.GetGrain<IJobGrain>(key).ResumeAsync();
        }
        catch (Exception exception)
        {
            // The job is stored, so a sweep finds it.
            LogNotWoken(key, exception);
        }
        finally
        {
            _keys.Remove(key);
        }
    }

    [LoggerMessage(1011, LogLevel.Warning, "Job {JobId} is accepted and its grain could not be woken; the next sweep tries again")]
    private partial void LogNotWoken(string jobId, Exception exception);
}
