using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Grains.Identity;
using BackendPlugins.Grains.Scheduling;

namespace BackendPlugins.Grains.Life;

/// <summary>
/// The state machine: every change that a job can undergo, as functions from one record to the next. They neither wait nor
/// look at a clock. A function that has nothing to change answers the record that it was given.
/// </summary>
/// <remarks>
/// <code>
/// Accepted ----BeginSubmit----> Submitting ----Observe(seen)----> Tracked ----Observe(end)----> Ended
///    |                              |  '-- Observe(refused), Conclude --------------------------^ ^
///    '-- RequestCancel (nothing has been sent: it ends) ------------------------------------------'
/// RequestCancel in Submitting and Tracked sets the promise beside the stage.
/// </code>
/// </remarks>
internal static class JobLife
{
    /// <summary>A job of ten thousand retries still fits its row.</summary>
    internal const int LongestHistory = 100;

    /// <summary>News are worth less than edges: only the last are kept.</summary>
    internal const int LongestProgress = 50;

    public static JobRecord Accept(
        JobIdentity identity, TaskRequest task, string plugin, ExternalJob external, DateTimeOffset now) =>
        Create(identity, task, plugin, external, JobStage.Accepted, JobPhase.Initializing, "accepted", now) with
        {
            // The record says it anyway; each job's history would keep it once more.
            Message = $"accepted; will run as {external.Id}",
        };

    /// <summary>A task that can never work: Flyte would repeat a refused create for every retry left, so it is accepted and has failed.</summary>
    public static JobRecord AcceptAsFailed(
        JobIdentity identity, TaskRequest task, string plugin, JobError error, DateTimeOffset now) =>
        Create(identity, task, plugin, null, JobStage.Ended, JobPhase.Failed, error.Message, now) with
        {
            Error = error,
            EndedAt = now,
        };

    /// <summary>A job that another backend started: confirmed to exist by the meta that Flyte brings, and from now on ours to watch.</summary>
    public static JobRecord Adopt(JobIdentity identity, TaskCategory category, string plugin, ExternalJob external, DateTimeOffset now)
    {
        var task = new TaskRequest { Category = category, Template = new TaskTemplate(), IsAdopted = true };
        var job = Create(
            identity, task, plugin, external, JobStage.Tracked, JobPhase.Initializing, $"adopted: another backend started {external.Id}", now);
        return job with { Fingerprint = "adopted", SubmitStartedAt = now };
    }

    /// <summary>A person has found the job at its service under another id: it is watched from now on in place of the planned one.</summary>
    public static JobRecord TakeExternal(JobRecord job, string externalId, string by, DateTimeOffset now) =>
        job.Stage == JobStage.Ended
            ? job
            : Step(job, JobStage.Tracked, job.Phase, $"{by} says that it is {externalId} at the service", now) with
            {
                External = new ExternalJob(externalId, job.External?.Coordinates ?? new Dictionary<string, string>()),
                SubmitStartedAt = job.SubmitStartedAt ?? now,
            };

    /// <summary>Drops what nobody needs of a task that the service has confirmed.</summary>
    /// <param name="job">The job.</param>
    /// <param name="confirmed">What its plugin still needs of a task.</param>
    public static JobRecord Shed(JobRecord job, Func<TaskRequest, TaskRequest> confirmed)
    {
        if (job.Stage is not (JobStage.Tracked or JobStage.Ended) || job.IsShed)
        {
            return job;
        }

        var (task, kept) = (job.Task, confirmed(job.Task));
        return job with
        {
            IsShed = true,
            Fingerprint = RequestFingerprint.Of(job),
            Task = kept with
            {
                Category = task.Category,
                Template = kept.Template with
                {
                    Id = task.Template.Id,
                    Outputs = task.Template.Outputs,
                    Timeout = task.Template.Timeout,
                    Config = PollSchedule.KeysOf(task.Template.Config),
                },
                Execution = new TaskExecution { Id = task.Execution.Id },
                IsAdopted = task.IsAdopted,
            },
        };
    }

    public static JobRecord BeginSubmit(JobRecord job, DateTimeOffset now) =>
        job.Stage == JobStage.Accepted
            ? Step(job, JobStage.Submitting, JobPhase.Initializing, "submitting", now) with { SubmitStartedAt = now }
            : job;

    public static JobRecord RequestCancel(JobRecord job, string reason, DateTimeOffset now) => (job.Stage, job.Cancel) switch
    {
        (JobStage.Ended, _) or (_, not null) => job,
        (JobStage.Accepted, _) => End(
            job with { Cancel = new CancelIntent(now, reason) }, JobPhase.Aborted, $"{reason}; it was never submitted", null, now),
        _ => Step(job, job.Stage, job.Phase, $"{reason}; cancelling at the service", now) with { Cancel = new CancelIntent(now, reason) },
    };

    /// <summary>A job that has outlived its own time limit is cancelled, and ends as a failure.</summary>
    public static JobRecord TimeOut(JobRecord job, DateTimeOffset now)
    {
        if (job.Stage is not (JobStage.Submitting or JobStage.Tracked) || job.Cancel is not null)
        {
            return job;
        }

        var reason = $"it has run longer than its timeout of {job.Task.Template.Timeout}";
        return Step(job, job.Stage, job.Phase, $"{reason}; cancelling at the service", now) with { Cancel = new CancelIntent(now, reason, TimedOut: true) };
    }

    /// <summary>What the service says becomes what Flyte is told.</summary>
    public static JobRecord Observe(JobRecord job, JobEvidence evidence, DateTimeOffset now) => (job.Stage, evidence) switch
    {
        (JobStage.Ended, _) => job,
        (_, JobSeen seen) when Observe(job, seen, now) is var after => after == job ? job : after,
        (_, JobRefused refused) when job.Cancel is { } cancel =>
            EndCancelled(job, cancel, $"refused by the service, so nothing runs: {refused.Error.Message}", now),
        (_, JobRefused refused) => End(job, FailureOf(refused.Error), refused.Error.Message, refused.Error, now),

        // Whether a missing job is lost depends on for how long it has been missing: Conclude says it.
        (_, JobMissing) => job,
        _ => throw new InvalidOperationException($"No rule for {evidence.GetType().Name} in stage {job.Stage}."),
    };

    /// <summary>Ends a job of which the service has long had nothing to say but that it does not know it.</summary>
    public static JobRecord Conclude(JobRecord job, string detail, DateTimeOffset now) => (job.Stage, job.Cancel) switch
    {
        (JobStage.Ended, _) => job,
        (_, { } cancel) => EndCancelled(job, cancel, $"{cancel.Reason}; the service knows no such job: {detail}", now),
        _ => Lost(job, $"the service no longer knows the job: {detail}", now),
    };

    /// <summary>Ends a job whose submit may or may not have worked at a service that cannot be asked for it.</summary>
    public static JobRecord ConcludeUnknown(JobRecord job, string detail, DateTimeOffset now) =>
        job.Stage == JobStage.Ended
            ? job
            : Lost(job, $"the outcome of the submit is unknown and the service accepts no id of ours to ask for, so it is not repeated: {detail}", now);

    /// <summary>Whether a change has to be durable, or is only fresher news of the same state.</summary>
    public static bool IsEdge(JobRecord before, JobRecord after) =>
        !ReferenceEquals(before.History, after.History) || !SameLinks(before, after) || !SamePlace(before.External, after.External);

    /// <summary>Ends a cancelled job of which certainly nothing has reached the service.</summary>
    public static JobRecord Abandon(JobRecord job, DateTimeOffset now) =>
        job.Stage == JobStage.Ended
            ? job
            : job.Cancel is { } cancel
                ? EndCancelled(job, cancel, $"{cancel.Reason}; no submit has reached the service", now)
                : End(job, JobPhase.Aborted, "no submit has reached the service", null, now);

    private static JobRecord Observe(JobRecord job, JobSeen seen, DateTimeOffset now)
    {
        var after = job with
        {
            // What is the same stays the same object: thousands of watched jobs would keep everything twice.
            External = SamePlace(job.External, seen.Job) ? job.External : seen.Job,
            ServiceCreatedAt = seen.CreatedAt ?? job.ServiceCreatedAt,
            LogLinks = seen.LogLinks.Count > 0 && !seen.LogLinks.SequenceEqual(job.LogLinks) ? seen.LogLinks : job.LogLinks,
            CustomInfoKept = KeptJson.Of(seen.CustomInfo) is { } told && !told.Equals(job.CustomInfoKept) ? told : job.CustomInfoKept,
            Metrics = seen.Metrics.Count > 0 && !SameMetrics(seen.Metrics, job.Metrics) ? seen.Metrics : job.Metrics,
        };
        return seen.Phase switch
        {
            ServicePhase.Pending => Track(after, job.Phase, seen, now),
            ServicePhase.Running => Track(after, JobPhase.Running, seen, now),
            ServicePhase.Succeeded => End(after, JobPhase.Succeeded, seen.Message, null, now) with
            {
                Outputs = seen.Outputs is { Count: > 0 } outputs ? new JobOutputs(outputs) : null,
            },
            ServicePhase.Failed => End(after, JobPhase.Failed, seen.Message, ErrorOf(seen), now),
            ServicePhase.RetryableFailed => End(after, JobPhase.RetryableFailed, seen.Message, ErrorOf(seen), now),
            ServicePhase.Cancelled when job.Cancel is { } cancel => EndCancelled(after, cancel, $"{cancel.Reason}; cancelled", now),
            ServicePhase.Cancelled => End(after, JobPhase.Failed, $"cancelled at the service, not by us: {seen.Message}", ErrorOf(seen), now),
            _ => throw new InvalidOperationException($"No rule for service phase {seen.Phase}."),
        };
    }

    // A job that the service puts back into its queue stays Running for Flyte, which records links at the first Running only.
    private static JobRecord Track(JobRecord job, JobPhase phase, JobSeen seen, DateTimeOffset now) =>
        job.Stage == JobStage.Tracked && job.Phase == phase
            ? job with { Message = seen.Message, Progress = WithNews(job, seen.Message, now) }
            : Step(job, JobStage.Tracked, phase, seen.Message, now);

    private static bool SameMetrics(IReadOnlyList<MetricSeries> one, IReadOnlyList<MetricSeries> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.Name == pair.Second.Name && pair.First.Samples.SequenceEqual(pair.Second.Samples));

    private static IReadOnlyList<JobProgress> WithNews(JobRecord job, string message, DateTimeOffset now) =>
        message == job.Message || message.Length == 0
            ? job.Progress
            : job.Progress.Skip(Math.Max(0, job.Progress.Count - LongestProgress + 1)).Append(new JobProgress(now, message)).ToArray();

    private static JobRecord Lost(JobRecord job, string message, DateTimeOffset now) =>
        End(job, JobPhase.RetryableFailed, message, new JobError("JobLost", message, ErrorOrigin.System, Retryable: true), now);

    // A failure without an error would leave the user with nothing, so a plugin that forgets it is helped out.
    private static JobError ErrorOf(JobSeen seen) =>
        seen.Error ?? new JobError(seen.Phase.ToString(), seen.Message, ErrorOrigin.System, seen.Phase == ServicePhase.RetryableFailed);

    private static JobPhase FailureOf(JobError error) => error.Retryable ? JobPhase.RetryableFailed : JobPhase.Failed;

    private static JobRecord EndCancelled(JobRecord job, CancelIntent cancel, string message, DateTimeOffset now) => cancel.TimedOut
        ? End(job, JobPhase.Failed, message, new JobError("Timeout", message), now)
        : End(job, JobPhase.Aborted, message, null, now);

    private static JobRecord End(JobRecord job, JobPhase phase, string message, JobError? error, DateTimeOffset now) =>
        Step(job, JobStage.Ended, phase, message, now) with { Error = error, EndedAt = now, ProtectedSecrets = null };

    private static JobRecord Create(
        JobIdentity identity, TaskRequest task, string plugin, ExternalJob? external,
        JobStage stage, JobPhase phase, string message, DateTimeOffset now) =>
        Step(
            new JobRecord
            {
                Identity = identity,
                Task = task,
                Plugin = plugin,
                External = external,
                CreatedAt = now,
            },
            stage, phase, message, now);

    private static JobRecord Step(JobRecord job, JobStage stage, JobPhase phase, string message, DateTimeOffset now)
    {
        IEnumerable<JobEdge> kept = job.History.Count < LongestHistory ? job.History : [job.History[0], .. job.History.Skip(2)];
        return job with
        {
            Stage = stage,
            Phase = phase,
            Message = message,
            ChangedAt = now,
            History = kept.Append(new JobEdge(now, stage, phase, message)).ToArray(),
        };
    }

    private static bool SameLinks(JobRecord before, JobRecord after) =>
        ReferenceEquals(before.LogLinks, after.LogLinks) || before.LogLinks.SequenceEqual(after.LogLinks);

    private static bool SamePlace(ExternalJob? before, ExternalJob? after) =>
        ReferenceEquals(before, after)
        || (before is not null && after is not null && before.Id == after.Id
            && before.Coordinates.Count == after.Coordinates.Count
            && before.Coordinates.All(pair => after.Coordinate(pair.Key) == pair.Value));
}
