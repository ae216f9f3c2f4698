using BackendPlugins.Hosting.Clustering;
using BackendPlugins.Storage;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Silo.Membership;

/// <summary>Silos of one cluster must share their job store: each with its own would run every job of its own.</summary>
internal sealed class SharedStoreCheck(IOptions<JobStoreOptions> store) : IValidateOptions<ClusteringOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusteringOptions options) =>
        options.Provider != "localhost" && store.Value.Provider == "sqlite"
            ? ValidateOptionsResult.Fail($"Clustering:Provider is {options.Provider}, but JobStore:Provider is sqlite, which serves a single process; set it to postgres.")
            : ValidateOptionsResult.Success;
}
