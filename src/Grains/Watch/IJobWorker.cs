namespace BackendPlugins.Grains.Watch;

/// <summary>Who is at work on a job.</summary>
internal interface IJobWorker
{
    /// <summary>It is time to look. Comes from any thread.</summary>
    void Ring();
}
