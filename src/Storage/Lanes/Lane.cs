namespace BackendPlugins.Storage;

/// <summary>
/// A loop of its own over one connection: on the thread pool, or on a thread of its own where the driver's calls block,
/// since neither a grain's scheduler nor the thread pool may wait for a disk.
/// </summary>
/// <param name="name">For the thread.</param>
/// <param name="blocking">Whether it needs a thread of its own.</param>
/// <param name="loop">The loop; it ends when what feeds it does and lets no exception out.</param>
internal sealed class Lane(string name, bool blocking, Func<Task> loop)
{
    private readonly Task _ended = blocking ? LaneThread.Start(name, loop) : Task.Run(loop);

    /// <summary>Waits for the end.</summary>
    /// <returns>False where it took longer.</returns>
    public bool Join(TimeSpan time) => ((IAsyncResult)_ended).AsyncWaitHandle.WaitOne(time);
}
