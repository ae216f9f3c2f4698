using System.Diagnostics.Metrics;
using BackendPlugins.Grains.Pacing;

namespace BackendPlugins.Grains.Budgets;

/// <summary>The budgets, breakers and waiting submits of this silo as metrics, read when somebody collects them.</summary>
internal sealed class BudgetMetrics(IMeterFactory meters, ProcessCallBudgets budgets, SubmitTurns turns)
{
    /// <summary>Begins to offer them.</summary>
    public void Start()
    {
        var meter = meters.Create(JobMetrics.MeterName);
        meter.CreateObservableGauge("backend_plugin_budget_rate", () => Each(reading => reading.PerSecond), "{call}", "Calls per second that this silo may make now");
        meter.CreateObservableGauge("backend_plugin_budget_limit", () => Each(reading => reading.LimitPerSecond), "{call}", "Calls per second that the configuration allows the cluster");
        meter.CreateObservableGauge("backend_plugin_budget_waiting", () => Each(reading => reading.Waiting), "{call}", "Calls that wait for their turn");
        meter.CreateObservableGauge("backend_plugin_budget_paused", () => Each(reading => reading.PausedFor.TotalSeconds), "s", "How long nobody calls because the service asked for it");
        meter.CreateObservableCounter("backend_plugin_budget_calls", () => Each(reading => reading.Calls), "{call}", "Calls made");
        meter.CreateObservableCounter("backend_plugin_budget_refused", () => Each(reading => reading.Refused), "{call}", "Calls that the service refused because there were too many");
        meter.CreateObservableCounter("backend_plugin_budget_held_back", () => Each(reading => reading.HeldBack), "{call}", "Calls not made, to stay within the budget");
        meter.CreateObservableGauge(
            "backend_plugin_breaker_open",
            () => budgets.ReadBreakers().Select(breaker => new Measurement<int>(
                breaker.IsOpen ? 1 : 0,
                new KeyValuePair<string, object?>("plugin", breaker.Plugin),
                new KeyValuePair<string, object?>("endpoint", breaker.Endpoint))),
            description: "1 while calls to an endpoint are held back because nobody answers there");
        meter.CreateObservableGauge(
            "backend_plugin_submits_waiting",
            () => turns.Read().Select(line => new Measurement<int>(line.Waiting, TagsOf(line.Key))),
            "{job}",
            "Jobs that wait for their turn to be submitted");

        IEnumerable<Measurement<T>> Each<T>(Func<BudgetReading, T> value)
            where T : struct => budgets.Read().Select(reading => new Measurement<T>(value(reading), TagsOf(reading.Key)));
    }

    private static KeyValuePair<string, object?>[] TagsOf(BudgetKey key) =>
    [
        new("plugin", key.Plugin), new("credential", key.Credential), new("project", key.Project), new("method", key.Method),
    ];
}
