namespace BackendPlugins.Silo.Tests.Cluster;

/// <summary>A plugin of another pool; nobody asks anything of it.</summary>
internal sealed class SilentPlugin : IBackendPlugin
{
    public PluginDescription Description { get; } = new("Silent", "Silent Connector", [new TaskCategory("silent")]);

    public ExternalJob Plan(TaskRequest task, JobName name) => throw new NotSupportedException();

    public Task<JobEvidence> SubmitAsync(PluginJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JobEvidence> LookUpAsync(PluginJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JobEvidence> CancelAsync(PluginJob job, CancellationToken cancellationToken) => throw new NotSupportedException();
}
