using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using BackendPlugins.Contracts;
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

    /// <summary>As many creates at once are a burst: few callers in turn never have so many.</summary>
    private const int Burst = 8;

    /// <summary>
    /// Jobs woken in a second of a burst. Each of them costs many times what a create costs: it is read, submitted and asked for. A
    /// burst is over before that makes a difference to those that wait, and whoever asks for a job does not wait.
    /// </summary>
    private const int PaceInBurst = 50;

    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<AcceptedJobs> _logger;
    private readonly TurnsOfProjects<(string Key, ActivityContext Origin)> _waiting = new();
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _added = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _waking = Task.CompletedTask;
    private int _arriving;

    public AcceptedJobs(IGrainFactory grains, IMeterFactory meters, TimeProvider time, ILogger<AcceptedJobs> logger)
    {
        _grains = grains;
        _time = time;
        _logger = logger;
        meters.Create(JobMetrics.MeterName).CreateObservableGauge(
            "backend_plugin_jobs_to_wake", () => _waiting.Count, "{job}", "Jobs accepted by this silo whose grains are not awake yet");
    }

    /// <summary>A create begins.</summary>
    public void Arrive() => Interlocked.Increment(ref _arriving);

    /// <summary>A create has been answered.</summary>
    public void Leave() => Interlocked.Decrement(ref _arriving);

    /// <summary>Has a job's grain woken, and remembers which trace asked for the job.</summary>
    /// <param name="job">As it is stored.</param>
    public void Add(JobRecord job)
    {
        var origin = Activity.Current is { Recorded: true, Context: var context } ? context : default;
        _keys.TryAdd(job.Identity.Key.Value, true);
        _waiting.Add(job.Task.Execution.Id?.Project ?? "", (job.Identity.Key.Value, origin));
        _added.Release();
    }

    /// <summary>Whether a job waits here to be woken.</summary>
    /// <param name="key">The job's key.</param>
    public bool Has(string key) => _keys.ContainsKey(key);

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
                    if (Volatile.Read(ref _arriving) >= Burst)
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

    private async Task WakeAsync(string key, ActivityContext origin)
    {
        using var span = origin == default ? null : Spans.StartActivity("job wake", ActivityKind.Internal, origin);
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
            _keys.TryRemove(key, out _);
        }
    }

    [LoggerMessage(1011, LogLevel.Warning, "Job {JobId} is accepted and its grain could not be woken; the next sweep tries again")]
    private partial void LogNotWoken(string jobId, Exception exception);
}
