using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BackendPlugins.BigQuery;

/// <summary>Counts and times calls to the service, and opens a trace span around each.</summary>
internal sealed class UpstreamTelemetry : IDisposable
{
    public const string Name = "BackendPlugins.BigQuery";

    private readonly ActivitySource _activities = new(Name);
    private readonly Counter<long> _calls;
    private readonly Counter<long> _heldBack;
    private readonly Histogram<double> _durations;

    public UpstreamTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _calls = meter.CreateCounter<long>("backend_plugin_upstream_calls", description: "Calls made to an external service.");
        _heldBack = meter.CreateCounter<long>("backend_plugin_calls_held_back", description: "Calls not made, to stay within the service's budget.");
        _durations = meter.CreateHistogram<double>("backend_plugin_upstream_call_duration", "s", "Time from sending a call to its whole answer.");
    }

    public Activity? Begin(BigQueryMethod method) => _activities.StartActivity($"bigquery {method.ServiceName()}", ActivityKind.Client);

    public void Record(BigQueryMethod method, string outcome, TimeSpan duration)
    {
        var tags = new TagList { { "plugin", "BigQuery" }, { "method", method.ServiceName() }, { "outcome", outcome } };
        _calls.Add(1, tags);
        _durations.Record(duration.TotalSeconds, tags);
    }

    public void RecordHeldBack(BigQueryMethod method) =>
        _heldBack.Add(1, new TagList { { "plugin", "BigQuery" }, { "method", method.ServiceName() } });

    public void Dispose() => _activities.Dispose();
}
