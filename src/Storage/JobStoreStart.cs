using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage;

/// <summary>Migrates in the Starting stage, which every hosted service passes before any starts: also before the silo does.</summary>
internal sealed class JobStoreStart(JobStoreMigrations migrations, IOptions<JobStoreOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MigrateAtStart)
        {
            migrations.Apply();
        }
        else
        {
            migrations.Verify();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
