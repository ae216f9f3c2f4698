using System.Globalization;
using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>A job. Nothing moves by itself: <see cref="At"/> works out the state from the plan, the cancel call and the clock.</summary>
internal sealed class SimulatedJob(JobKey key, long createdAt, JobConfiguration configuration, JobPlan plan)
{
    private const long NotCancelled = long.MinValue;
    private readonly Lock _gate = new();
    private long _cancelRequestedAt = NotCancelled;
    private TaskCompletionSource? _cancelRequested;

    public JobKey Key { get; } = key;

    /// <summary>Epoch milliseconds.</summary>
    public long CreatedAt { get; } = createdAt;

    public JobConfiguration Configuration { get; } = configuration;

    public JobPlan Plan { get; } = plan;

    /// <summary>Place in the order of creation, within the project or within the script.</summary>
    public required long Sequence { get; init; }

    /// <summary>The script of which this job is one statement; null for a job that was inserted.</summary>
    public SimulatedJob? Parent { get; init; }

    /// <summary>The statements of a script, in order.</summary>
    public IReadOnlyList<SimulatedJob> Children { get; set; } = [];

    /// <summary>Why the rows could not be written when the job came to its end; null when they were, or are not yet.</summary>
    public JobProblem? WriteProblem { get; set; }

    /// <summary>When the job ends at the latest, epoch milliseconds.</summary>
    public long PlannedEnd => CreatedAt + Plan.PendingMs + Plan.DurationMs;

    /// <summary>A script's statement is there once its turn has come, unless the script ended before.</summary>
    public bool ExistsAt(long now) => CreatedAt <= now && (Parent is null || Parent.At(now).EndTime is not { } end || CreatedAt <= end);

    /// <summary>The first cancel call counts; later ones change nothing. A script takes its statements along.</summary>
    public void RequestCancel(long now)
    {
        if (Interlocked.CompareExchange(ref _cancelRequestedAt, now, NotCancelled) == NotCancelled)
        {
            lock (_gate)
            {
                _cancelRequested?.TrySetResult();
            }
        }

        foreach (var child in Children)
        {
            child.RequestCancel(now);
        }
    }

    /// <summary>Completes with the first cancel call; for those who wait for the job's end, which it moves.</summary>
    public Task WhenCancelRequestedAsync()
    {
        lock (_gate)
        {
            _cancelRequested ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.Read(ref _cancelRequestedAt) != NotCancelled)
            {
                _cancelRequested.TrySetResult();
            }

            return _cancelRequested.Task;
        }
    }

    /// <summary>When the job ends as things stand, epoch milliseconds.</summary>
    public long EndsAt => At(long.MaxValue).EndTime!.Value;

    public JobMoment At(long now)
    {
        var plannedStart = CreatedAt + Plan.PendingMs;
        var plannedEnd = plannedStart + Plan.DurationMs;
        var (start, end, error) = (plannedStart, plannedEnd, PlannedError());
        if (Plan.TimeoutMs is { } timeout && CreatedAt + timeout < end)
        {
            (end, error) = (CreatedAt + timeout, TimedOut(timeout));
        }

        var cancelled = Interlocked.Read(ref _cancelRequestedAt);
        if (cancelled != NotCancelled && !Plan.IgnoresCancel && Math.Max(CreatedAt, cancelled + Plan.CancelDelayMs) is var stopsAt && stopsAt < end)
        {
            (end, error) = (stopsAt, new(ErrorReasons.Stopped, ErrorReasons.MessageOf(ErrorReasons.Stopped)));
        }

        start = Math.Min(start, end);
        if (now < start)
        {
            return new(JobMoment.Pending, null, null, null, 0);
        }

        var progress = Plan.DurationMs == 0 ? 1 : Math.Clamp((double)(Math.Min(now, end) - plannedStart) / Plan.DurationMs, 0, 1);
        return now < end
            ? new(JobMoment.Running, start, null, null, progress)
            : new(JobMoment.Done, start, end, error ?? WriteProblem, progress);
    }

    private JobProblem? PlannedError() => Plan.FailReason is { } reason
        ? new(reason, Plan.FailMessage ?? ErrorReasons.MessageOf(reason), Plan.FailLocation)
        : null;

    private static JobProblem TimedOut(long timeoutMs) => new(
        ErrorReasons.Stopped,
        string.Create(CultureInfo.InvariantCulture, $"Job execution was cancelled: Job timed out after {timeoutMs / 1000.0:0.###}s"));
}
