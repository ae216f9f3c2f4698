using System.Collections.Concurrent;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;

namespace BackendPlugins.Grains.Operations;

/// <summary>The unfinished jobs that this silo watches, as each last showed itself. What a report is counted from.</summary>
internal sealed class AwakeJobs
{
    private const int Shown = 20;

    private readonly ConcurrentDictionary<string, AwakeJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>Notes how a job stands now.</summary>
    public void Note(string key, JobRecord job, JobSnapshot snapshot) => _jobs[key] = new AwakeJob(job.Plugin, snapshot, job.Cancel);

    /// <summary>A job that has ended or left this silo.</summary>
    public void Forget(string key) => _jobs.TryRemove(key, out _);

    /// <summary>Fills in what a report says of jobs.</summary>
    /// <param name="report">The report.</param>
    public SiloReport Into(SiloReport report)
    {
        var ages = new int[StateAges.Bounds.Count + 1];
        var (watched, unsubmitted, unsaved) = (0, 0, 0);
        var troubles = new List<JobTrouble>();
        var cancels = new List<OpenCancel>();
        foreach (var (key, job) in _jobs)
        {
            var snapshot = job.Snapshot;
            watched++;
            unsubmitted += snapshot.Stage is JobStage.Accepted or JobStage.Submitting ? 1 : 0;
            unsaved += snapshot.StoreTrouble is null ? 0 : 1;
            ages[StateAges.Place(report.At - (snapshot.ObservedAt ?? snapshot.CreatedAt))]++;
            if (snapshot.Trouble is { } trouble)
            {
                troubles.Add(new JobTrouble(key, job.Plugin, trouble));
            }

            if (job.Cancel is { } cancel)
            {
                cancels.Add(new OpenCancel(key, job.Plugin, cancel));
            }
        }

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

    private sealed record AwakeJob(string Plugin, JobSnapshot Snapshot, CancelIntent? Cancel);
}
