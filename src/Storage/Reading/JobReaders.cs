using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage;

/// <summary>The store's readers.</summary>
internal sealed class JobReaders(IJobDatabase database, IOptions<JobStoreOptions> options) : IDisposable
{
    /// <summary>For reads of a few rows that grains and recovery wait for.</summary>
    public ReadLane Rows { get; } = new(database, "job reader", database.ReadLanes, options.Value.MaximumQueue);

    /// <summary>For lists and counts: people's questions, which may be long, stand in nobody's way.</summary>
    public ReadLane Lists { get; } = new(database, "job lister", connections: 2, options.Value.MaximumQueue);

    public void Dispose()
    {
        Rows.Dispose();
        Lists.Dispose();
    }
}
