using BackendPlugins.Contracts.Budgets;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Dashboard.Problems;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Dashboard.Live;

/// <summary>Reads the cluster's parts. A part that fails keeps what it was and does not hold up the others.</summary>
internal sealed partial class ClusterReader(IGrainFactory grains, SiloReader silos, TimeProvider time, ILogger<ClusterReader> logger)
{
    // A silo that hangs must not make the pages look as if all of them did.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int OldestShown = 8;

    /// <summary>Reads what comes out of memory: silos, budgets, ages.</summary>
    /// <param name="before">What was read before.</param>
    public async Task<ClusterNow> ReadMemoryAsync(ClusterNow before)
    {
        var board = ReadAsync(before.Budgets, "budgets", () => grains.GetGrain<IBudgetBoardGrain>(0).ReadAsync());
        var views = ReadAsync(before.Silos, "silos", silos.ReadAsync);
        return before with { At = time.GetUtcNow(), Silos = await views, Budgets = await board };
    }

    /// <summary>Reads what the store has to be asked for.</summary>
    /// <param name="before">What was read before.</param>
    public async Task<ClusterNow> ReadStoreAsync(ClusterNow before)
    {
        var catalog = grains.GetGrain<IJobCatalogGrain>(0);
        var now = time.GetUtcNow();
        var counts = ReadAsync(before.Counts, "counts", () => catalog.CountAsync(new JobFilter()));
        var minute = ReadAsync(before.LastMinute, "the last minute", () => catalog.ActivityAsync(Begin(now, TimeSpan.FromSeconds(5), 13), TimeSpan.FromSeconds(5), 13));
        var hour = ReadAsync(before.LastHour, "the last hour", () => catalog.ActivityAsync(Begin(now, TimeSpan.FromMinutes(1), 60), TimeSpan.FromMinutes(1), 60));
        var oldest = ReadAsync(before.Unsubmitted, "unsubmitted jobs", () => catalog.UnsubmittedAsync(OldestShown));
        return before with { Counts = await counts, LastMinute = await minute, LastHour = await hour, Unsubmitted = await oldest };
    }

    // Slices stay where they are from one look to the next; the last is the one under way.
    private static DateTimeOffset Begin(DateTimeOffset now, TimeSpan slice, int slices) =>
        new DateTimeOffset(now.UtcTicks - (now.UtcTicks % slice.Ticks), TimeSpan.Zero) - (slice * (slices - 1));

    private async Task<Reading<T>> ReadAsync<T>(Reading<T> before, string part, Func<Task<T>> read)
        where T : class
    {
        try
        {
            return new Reading<T>(await read().WaitAsync(Patience, time), time.GetUtcNow());
        }
        catch (Exception exception)
        {
            // Whatever it is, the page goes on with what is known and says so.
            if (before.Problem is null)
            {
                LogUnread(part, exception);
            }

            return before with { Problem = Problem.OfPart(exception) };
        }
    }

    [LoggerMessage(7003, LogLevel.Warning, "The pages could not read {Part}")]
    private partial void LogUnread(string part, Exception exception);
}
