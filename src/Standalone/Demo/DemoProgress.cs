using BackendPlugins.Contracts;

namespace BackendPlugins.Standalone.Demo;

/// <summary>What the demo's client has seen so far, job by job.</summary>
internal sealed class DemoProgress(int jobs)
{
    private const int NotCreated = -1;

    private readonly int[] _phases = [.. Enumerable.Repeat(NotCreated, jobs)];
    private long _getErrors;
    private long _gets;

    public int Jobs => jobs;

    /// <summary>GetTask calls that ended in an error; the promise is that there is none.</summary>
    public long GetErrors => Interlocked.Read(ref _getErrors);

    public long Gets => Interlocked.Read(ref _gets);

    public int Accepted => _phases.Count(phase => phase != NotCreated);

    public int Ended => _phases.Count(phase => phase != NotCreated && ((JobPhase)phase).IsEnd());

    /// <summary>Jobs that ended otherwise than their simulation says.</summary>
    public int Surprises => _phases.Where((phase, index) =>
        phase != NotCreated && ((JobPhase)phase).IsEnd() && (JobPhase)phase != DemoTasks.EndOf(index)).Count();

    public int In(JobPhase phase) => _phases.Count(value => value == (int)phase);

    public void Created(int index) => Interlocked.CompareExchange(ref _phases[index], (int)JobPhase.Initializing, NotCreated);

    public void Got(int index, JobPhase phase)
    {
        Interlocked.Increment(ref _gets);
        Interlocked.Exchange(ref _phases[index], (int)phase);
    }

    public void GetFailed() => Interlocked.Increment(ref _getErrors);
}
