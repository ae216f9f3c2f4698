using System.Diagnostics.Metrics;

namespace BackendPlugins.Storage;

/// <summary>The job store's meter.</summary>
internal sealed class JobStoreMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _groups;
    private readonly Histogram<long> _groupSize;
    private readonly Histogram<double> _commitDuration;

    public JobStoreMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(JobStoreDiagnostics.MeterName);
        _writes = _meter.CreateCounter<long>("jobstore.writes", "{write}", "Writes by outcome: applied, conflict, rejected or failed.");
        _groups = _meter.CreateCounter<long>("jobstore.groups", "{group}", "Groups by outcome: committed or failed.");
        _groupSize = _meter.CreateHistogram("jobstore.group.size", "{write}", "Writes per committed group.", advice: new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
        });
        _commitDuration = _meter.CreateHistogram("jobstore.commit.duration", "s", "Time from taking a group to its commit.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
        });
    }

    public void ObserveQueue(Func<int> length) =>
        _meter.CreateObservableGauge("jobstore.queue.length", length, "{write}", "Writes that wait for a group.");

    public void ObserveAvailability(Func<bool> available) =>
        _meter.CreateObservableGauge("jobstore.available", () => available() ? 1 : 0, description: "1 unless the last write failed and none has succeeded since.");

    public void GroupCommitted(ReadOnlySpan<ChangeResult> results, TimeSpan duration)
    {
        Count(_groups, 1, "committed");
        _groupSize.Record(results.Length);
        _commitDuration.Record(duration.TotalSeconds);
        long applied = 0;
        long conflicts = 0;
        foreach (var result in results)
        {
            applied += result.Outcome == ChangeOutcome.Applied ? 1 : 0;
            conflicts += result.Outcome == ChangeOutcome.Conflict ? 1 : 0;
        }

        Count(_writes, applied, "applied");
        Count(_writes, conflicts, "conflict");
        Count(_writes, results.Length - applied - conflicts, "rejected");
    }

    public void GroupFailed(int writes)
    {
        Count(_groups, 1, "failed");
        Count(_writes, writes, "failed");
    }

    private static void Count(Counter<long> counter, long amount, string outcome)
    {
        if (amount > 0)
        {
            counter.Add(amount, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
