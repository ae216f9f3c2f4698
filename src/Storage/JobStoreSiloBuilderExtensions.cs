using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Adds the job store to a silo.</summary>
public static class JobStoreSiloBuilderExtensions
{
    /// <summary>
    /// Adds the grain storage <c>jobs</c>, for <c>[PersistentState("job", "jobs")]</c> of the job grain. The host's services
    /// need <see cref="JobStoreServiceCollectionExtensions.AddJobStore"/>.
    /// </summary>
    /// <param name="builder">The silo.</param>
    public static ISiloBuilder AddJobGrainStorage(this ISiloBuilder builder)
    {
        builder.Services.AddJobGrainStorage();
        return builder;
    }
}
