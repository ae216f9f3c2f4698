using System.Collections.Concurrent;
using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Scheduling;

/// <summary>
/// How long jobs of a task usually run, as seen on this silo since it started; newer ones count more. Tasks are told apart by
/// plugin, project, domain and name: versions of one differ little.
/// </summary>
internal sealed class TypicalDurations
{
    /// <summary>More tasks than this are not remembered; the least used go.</summary>
    private const int MostTasks = 10_000;

    private const double WeightOfNewest = 0.3;

    private readonly ConcurrentDictionary<(string Plugin, TaskIdentifier Task), Estimate> _estimates = new();

    /// <summary>The typical time from submit to end; null where no job of the task has been seen to end.</summary>
    public TimeSpan? Of(JobRecord job) => _estimates.TryGetValue(KeyOf(job), out var estimate) ? TimeSpan.FromSeconds(Math.Exp(estimate.LogSeconds)) : null;

    /// <summary>Takes in a job that succeeded. Others end early and tell nothing of how long the next one runs.</summary>
    public void Learn(JobRecord job)
    {
        if (job is not { Phase: JobPhase.Succeeded, SubmitStartedAt: { } start, EndedAt: { } end } || job.Task.Template.Id == TaskIdentifier.None)
        {
            return;
        }

        var log = Math.Log(Math.Max(0.1, (end - start).TotalSeconds));
        _estimates.AddOrUpdate(
            KeyOf(job),
            static (_, log) => new Estimate(log, 1),
            static (_, known, log) => new Estimate(known.LogSeconds + (Math.Max(WeightOfNewest, 1.0 / (known.Count + 1)) * (log - known.LogSeconds)), known.Count + 1),
            log);
        if (_estimates.Count > MostTasks)
        {
            foreach (var rare in _estimates.OrderBy(pair => pair.Value.Count).Take(MostTasks / 10).Select(pair => pair.Key).ToList())
            {
                _estimates.TryRemove(rare, out _);
            }
        }
    }

    private static (string Plugin, TaskIdentifier Task) KeyOf(JobRecord job) => (job.Plugin, job.Task.Template.Id with { Version = "" });

    private readonly record struct Estimate(double LogSeconds, int Count);
}
