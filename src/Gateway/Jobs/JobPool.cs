using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Connectors;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>The silos that hold the jobs of a task category, in words for a caller when there is none.</summary>
/// <param name="Category">The category.</param>
/// <param name="IsServed">Whether this endpoint says that it serves it; else no silo is waited for.</param>
internal readonly record struct JobPool(string Category, bool IsServed)
{
    public static JobPool Of(JobKey key, ConnectorDirectory connectors) => new(key.Category, connectors.Serves(new TaskCategory(key.Category)));

    /// <summary>The answer of a call that found no silo.</summary>
    public JobRequestException Absent(Exception inner) => IsServed
        ? JobRequestException.Unavailable(
            $"no silo of the cluster serves {Category} at the moment; its jobs wait for one and are not affected, try again", inner)
        : JobRequestException.NotFound($"task category {Category} is not served here, and no silo of the cluster serves it");
}
