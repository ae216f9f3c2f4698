using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Life;

/// <summary>What callers are told of a record.</summary>
internal static class JobShown
{
    /// <summary>All that the record itself tells.</summary>
    public static JobSnapshot Of(JobRecord job) => new()
    {
        Key = job.Identity.Key,
        Phase = job.Phase,
        Stage = job.Stage,
        Message = job.Message,
        CancelRequested = job.Cancel is not null,
        Error = job.Error,
        Outputs = job.Outputs,
        LogLinks = job.LogLinks,
        CustomInfoKept = job.CustomInfoKept,
        ExternalId = job.External?.Id,
        CreatedAt = job.CreatedAt,
        ChangedAt = job.ChangedAt,
        EndedAt = job.EndedAt,
    };
}
