namespace BackendPlugins.Grains.LookUps;

/// <summary>Begins work that many grains wait for and none owns: it must not run on the scheduler of the one that came first.</summary>
internal static class SharedWork
{
    /// <summary>Begins it on the thread pool. It tells those who wait how it ended, and does not throw.</summary>
#pragma warning disable RS0030 // The one place where work leaves a grain's scheduler.
    public static void Begin(Func<Task> work) => Task.Run(work).Ignore();
#pragma warning restore RS0030
}
