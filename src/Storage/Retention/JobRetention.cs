using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage;

/// <summary>Deletes jobs that ended long ago, in batches small enough for writes to pass between them.</summary>
internal sealed partial class JobRetention(
    IJobCatalog catalog, IOptions<JobStoreOptions> options, TimeProvider time, ILogger<JobRetention> log) : BackgroundService
{
    /// <summary>Jobs per batch.</summary>
    public const int Batch = 500;

    /// <summary>Between two batches.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Deletes all that is due.</summary>
    /// <returns>How many jobs were deleted.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var endedBefore = time.GetUtcNow() - options.Value.Retention;
        var total = 0;
        while (true)
        {
            var deleted = await catalog.ForgetAsync(endedBefore, Batch, cancellationToken);
            total += deleted;
            if (deleted < Batch)
            {
                return total;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RetentionSweep, time);
        do
        {
            try
            {
                var deleted = await SweepAsync(stoppingToken);
                if (deleted > 0)
                {
                    LogSwept(deleted, options.Value.Retention);
                }
            }
            catch (JobStoreUnavailableException failure)
            {
                LogPutOff(failure, options.Value.RetentionSweep);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
