using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Dashboard.Frame;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>What a job's page shows.</summary>
/// <param name="Frame">What surrounds it.</param>
/// <param name="Details">The job, from its grain.</param>
/// <param name="Summary">Its row of the catalog, which alone knows the task execution; null where the catalog did not answer.</param>
public sealed record JobView(PageFrame Frame, JobDetails Details, JobSummary? Summary)
{
    /// <summary>What everybody is told.</summary>
    public JobSnapshot Job => Details.Snapshot;

    /// <summary>The resource_meta by which clients name this job, in base64.</summary>
    public string ResourceMetaText => Convert.ToBase64String(ResourceMeta.Write(Job.Key));
}
