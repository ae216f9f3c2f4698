using System.Collections.Concurrent;

namespace BackendPlugins.Storage;

/// <summary>A thread that an asynchronous method never leaves: what follows an await comes back to it.</summary>
internal sealed class LaneThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];

    private LaneThread()
    {
    }

    /// <summary>Starts a thread that ends with the work.</summary>
    /// <param name="name">Of the thread.</param>
    /// <param name="work">Called on the thread.</param>
    /// <returns>The end of the work.</returns>
    public static Task Start(string name, Func<Task> work)
    {
        var context = new LaneThread();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => context.Run(work, ended)) { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }

    public override void Post(SendOrPostCallback d, object? state) => _work.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing may wait for this thread.");

    private void Run(Func<Task> work, TaskCompletionSource ended)
    {
        SetSynchronizationContext(this);
        var running = RunAsync(work, ended);
        foreach (var (callback, state) in _work.GetConsumingEnumerable())
        {
            callback(state);
        }

        GC.KeepAlive(running);
    }

    private async Task RunAsync(Func<Task> work, TaskCompletionSource ended)
    {
        try
        {
            await work();
            ended.SetResult();
        }
        catch (Exception failure)
        {
            ended.SetException(failure);
        }
        finally
        {
            _work.CompleteAdding();
        }
    }
}
