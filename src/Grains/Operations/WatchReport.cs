using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Rest;
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
        var troubles = new List<(JobFace Job, UpstreamTrouble Trouble)>();
        var cancels = new List<(JobFace Job, CancelIntent Cancel)>();
        jobs.Each(watch =>
        {
            var job = watch.Job;
            watched++;
            unsubmitted += job.Stage is JobStage.Accepted or JobStage.Submitting ? 1 : 0;
            unsaved += job.StoreTrouble is null ? 0 : 1;
            ages[StateAges.Place(report.At - (job.ObservedAt ?? job.CreatedAt))]++;
            if (job.Trouble is { } trouble)
            {
                troubles.Add((job, trouble));
            }

            if (job.Cancel is { } cancel)
            {
                cancels.Add((job, cancel));
            }
        });
        return report with
        {
            Watched = watched,
            Unsubmitted = unsubmitted,
            UnsavedJobs = unsaved,
            Ages = ages,
            TroubledJobs = troubles.Count,
            Troubles = [.. troubles.OrderBy(job => job.Trouble.Since).Take(Shown).Select(job => new JobTrouble(job.Job.Snapshot.Key.Value, job.Job.Plugin, job.Trouble))],
            OpenCancels = cancels.Count,
            Cancels = [.. cancels.OrderBy(job => job.Cancel.RequestedAt).Take(Shown).Select(job => new OpenCancel(job.Job.Snapshot.Key.Value, job.Job.Plugin, job.Cancel))],
        };
    }
}
