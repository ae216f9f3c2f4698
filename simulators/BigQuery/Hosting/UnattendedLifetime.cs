namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>Leaves Ctrl-C and signals to the process that embeds the simulator.</summary>
internal sealed class UnattendedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
