using System.Diagnostics.Metrics;
using BackendPlugins.Contracts;

namespace BackendPlugins.Grains;

/// <summary>What the job grains of this silo count.</summary>
internal sealed class JobMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "BackendPlugins.Grains";

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _silences;
    private readonly Histogram<double> _lifetime;

    public JobMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>("backend_plugin_jobs_accepted", "{job}", "Jobs accepted");
        _ended = meter.CreateCounter<long>("backend_plugin_jobs_ended", "{job}", "Jobs that ended, by phase");
        _silences = meter.CreateCounter<long>("backend_plugin_upstream_silences", "{call}", "Calls to a service that gave no evidence");
        _lifetime = meter.CreateHistogram<double>("backend_plugin_job_duration", "s", "From accepted to ended");
    }

    public void Accepted(JobRecord job) => _accepted.Add(1, new KeyValuePair<string, object?>("plugin", job.Plugin));

    public void Ended(JobRecord job)
    {
        _ended.Add(1, new KeyValuePair<string, object?>("plugin", job.Plugin), new KeyValuePair<string, object?>("phase", job.Phase.ToString()));
        _lifetime.Record((job.ChangedAt - job.CreatedAt).TotalSeconds, new KeyValuePair<string, object?>("plugin", job.Plugin));
    }

    public void Silence(string plugin) => _silences.Add(1, new KeyValuePair<string, object?>("plugin", plugin));
}
