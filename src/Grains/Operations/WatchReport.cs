using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Watch;

namespace BackendPlugins.Grains.Operations;

/// <summary>What a silo's report says of the unfinished jobs that it watches.</summary>
internal static class WatchReport
{
    private const int Shown = 20;

    /// <summary>Fills in what a report says of jobs.</summary>
    /// <param name="report">The report.</param>
    /// <param name="jobs">The silo's jobs.</param>
    public static SiloReport With(this SiloReport report, WatchedJobs jobs)
    {
        var ages = new int[StateAges.Bounds.Count + 1];
        var (watched, unsubmitted, unsaved) = (0, 0, 0);
        var troubles = new List<JobTrouble>();
        var cancels = new List<OpenCancel>();
        jobs.Each(job =>
        {
            var (record, snapshot) = (job.Job, job.Snapshot);
            watched++;
            unsubmitted += snapshot.Stage is JobStage.Accepted or JobStage.Submitting ? 1 : 0;
            unsaved += snapshot.StoreTrouble is null ? 0 : 1;
            ages[StateAges.Place(report.At - (snapshot.ObservedAt ?? snapshot.CreatedAt))]++;
            if (snapshot.Trouble is { } trouble)
            {
                troubles.Add(new JobTrouble(snapshot.Key.Value, record.Plugin, trouble));
            }

            if (record.Cancel is { } cancel)
            {
                cancels.Add(new OpenCancel(snapshot.Key.Value, record.Plugin, cancel));
            }
        });
        return report with
        {
            Watched = watched,
            Unsubmitted = unsubmitted,
            UnsavedJobs = unsaved,
            Ages = ages,
            TroubledJobs = troubles.Count,
            Troubles = [.. troubles.OrderBy(job => job.Trouble.Since).Take(Shown)],
            OpenCancels = cancels.Count,
            Cancels = [.. cancels.OrderBy(job => job.Cancel.RequestedAt).Take(Shown)],
        };
    }
}
