using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Load.Measuring;

/// <summary>Everything that a run measures.</summary>
internal sealed class LoadMeters
{
    private readonly int[] _phases = new int[Enum.GetValues<TaskPhase>().Length];
    private int _twice;

    public CallMeter Create { get; } = new();

    public CallMeter Get { get; } = new();

    public CallMeter Delete { get; } = new();

    /// <summary>From a job's end at the service to the answer that told it.</summary>
    public DelayLog Detection { get; } = new();

    /// <summary>From the answer to a create to the first that told RUNNING.</summary>
    public DelayLog Running { get; } = new();

    /// <summary>Creates that were sent twice and answered with two jobs.</summary>
    public int Twice => Volatile.Read(ref _twice);

    public void CountTwice() => Interlocked.Increment(ref _twice);

    /// <summary>A job goes from one phase to another.</summary>
    public void Move(TaskPhase? from, TaskPhase to)
    {
        if (from is { } left)
        {
            Interlocked.Decrement(ref _phases[(int)left]);
        }

        Interlocked.Increment(ref _phases[(int)to]);
    }

    public JobCounts Jobs() => new(
        Count(TaskPhase.Initializing) + Count(TaskPhase.Queued) + Count(TaskPhase.WaitingForResources) + Count(TaskPhase.Undefined),
        Count(TaskPhase.Running),
        Count(TaskPhase.Succeeded),
        Count(TaskPhase.Failed) + Count(TaskPhase.RetryableFailed),
        Count(TaskPhase.Aborted));

    private int Count(TaskPhase phase) => Volatile.Read(ref _phases[(int)phase]);
}
