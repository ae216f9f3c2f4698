using System.Diagnostics.Metrics;
using BackendPlugins.Grains.Plugins;
using BackendPlugins.Grains.Recovery;

namespace BackendPlugins.Grains.Watch;

/// <summary>
/// The state of this silo's jobs as metrics, read when somebody collects them. Sums over silos are sums over the cluster; its
/// members and what they lost is told by each silo, so take the greatest.
/// </summary>
internal sealed class WatchMetrics(IMeterFactory meters, WatchedJobs jobs, PluginCatalog plugins, SweepBook sweeps, SiloBook silos, TimeProvider time)
    : ILifecycleParticipant<ISiloLifecycle>
{
    // Several metrics are read one after the other at each collection: they share one walk over the jobs.
    private static readonly TimeSpan Shared = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private WatchSummary? _summary;
    private long _summedAt;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(WatchMetrics),
        ServiceLifecycleStage.Active,
        _ =>
        {
            Start();
            return Task.CompletedTask;
        });

    private void Start()
    {
        var meter = meters.Create(JobMetrics.MeterName);
        meter.CreateObservableGauge("backend_plugin_jobs_watched", Phases, "{job}", "Jobs that this silo watches, by phase");
        meter.CreateObservableGauge("backend_plugin_jobs_in_trouble", () => Plugins(sum => sum.InTrouble), "{job}", "Watched jobs whose last call to the service gave no evidence");
        meter.CreateObservableGauge("backend_plugin_check_overdue", () => Sum().Overdue.TotalSeconds, "s", "How late the most overdue look at a watched job is");
        meter.CreateObservableGauge("backend_plugin_cancels_unconfirmed", () => Plugins(sum => sum.Cancels), "{job}", "Jobs to be cancelled whose end the service has not confirmed");
        meter.CreateObservableGauge("backend_plugin_cancel_oldest_age", () => Plugins(sum => sum.OldestCancel.TotalSeconds), "s", "Age of the oldest cancel that the service has not confirmed");
        meter.CreateObservableGauge("backend_plugin_submit_oldest_age", () => Plugins(sum => sum.OldestSubmit.TotalSeconds), "s", "Age of the oldest job that the service has not confirmed");
        meter.CreateObservableGauge("backend_plugin_jobs_unattended", Unattended, "{job}", "Unfinished jobs that nobody watches, as of this silo's last sweep over its share");
        meter.CreateObservableGauge("backend_plugin_sweep_age", () => sweeps.Age.TotalSeconds, "s", "Time since this silo last ended a sweep over its share of the unfinished jobs");
        meter.CreateObservableGauge("backend_plugin_silos_active", () => silos.Active, "{silo}", "Silos that this silo knows as active");
        meter.CreateObservableCounter("backend_plugin_silos_lost", () => silos.Lost, "{silo}", "Silos that this silo saw die without leaving");
    }

    private IEnumerable<Measurement<int>> Phases() => Sum().Phases.Select(place => new Measurement<int>(
        place.Value, Plugin(place.Key.Plugin), new KeyValuePair<string, object?>("phase", place.Key.Phase.ToString())));

    private IEnumerable<Measurement<T>> Plugins<T>(Func<WatchSummary.PluginSum, T> value)
        where T : struct => Sum().Plugins.Select(plugin => new Measurement<T>(value(plugin.Value), Plugin(plugin.Key)));

    private IEnumerable<Measurement<int>> Unattended() =>
    [
        new(sweeps.Homeless, new KeyValuePair<string, object?>("reason", "no_silo")),
        new(sweeps.Unreached, new KeyValuePair<string, object?>("reason", "failed")),
    ];

    private static KeyValuePair<string, object?> Plugin(string name) => new("plugin", name);

    private WatchSummary Sum()
    {
        lock (_lock)
        {
            if (_summary is null || time.GetElapsedTime(_summedAt) > Shared)
            {
                (_summary, _summedAt) = (jobs.Sum(time.GetUtcNow(), plugins.Descriptions.Select(plugin => plugin.Name)), time.GetTimestamp());
            }

            return _summary;
        }
    }
}
