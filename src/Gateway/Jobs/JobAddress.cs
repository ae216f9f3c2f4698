using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>Which job a request is about.</summary>
/// <param name="Key">The job.</param>
/// <param name="Foreign">How to adopt it where it is not known yet; null for a meta of ours.</param>
/// <param name="Problem">Why the meta is none of ours; empty otherwise.</param>
internal sealed record JobAddress(JobKey Key, AdoptJob? Foreign = null, string Problem = "")
{
    /// <summary>Reads a Flyte request's <c>resource_meta</c>.</summary>
    /// <param name="meta">The bytes.</param>
    /// <param name="categories">What else the request says of the task type, each by its field; empty where it says nothing.</param>
    /// <exception cref="JobRequestException">The bytes can be no meta, or the request contradicts them.</exception>
    public static JobAddress OfMeta(ReadOnlySpan<byte> meta, params ReadOnlySpan<(string Field, string? Type)> categories)
    {
        if (ResourceMeta.Read(meta, out var problem) is { } key)
        {
            return new JobAddress(Checked(key, "resource_meta", categories));
        }

        // The metas of Flyte's own connectors are JSON objects; which plugin may know one, only the category says.
        foreach (var (_, type) in categories)
        {
            if (!string.IsNullOrEmpty(type) && meta.TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
            {
                var identity = JobIdentity.OfForeign(type, meta);
                return new JobAddress(identity.Key, new AdoptJob(identity, type, meta.ToArray()), problem);
            }
        }

        throw JobRequestException.Invalid($"resource_meta {problem}");
    }

    /// <summary>Reads a <c>job_id</c> of the RFC's protocol.</summary>
    /// <param name="jobId">The id.</param>
    /// <param name="categories">What else the request says of the task type, each by its field; empty where it says nothing.</param>
    /// <exception cref="JobRequestException">It is no job id of ours, or the request contradicts it.</exception>
    public static JobAddress OfJobId(string? jobId, params ReadOnlySpan<(string Field, string? Type)> categories) =>
        string.IsNullOrEmpty(jobId) ? throw JobRequestException.Invalid("job_id is empty; send the id that the create answered")
        : JobKey.TryParse(jobId, out var key) ? new JobAddress(Checked(key, "job_id", categories))
        : throw JobRequestException.Invalid("job_id is not an id of this service; send the id that the create answered, unchanged");

    private static JobKey Checked(JobKey key, string source, ReadOnlySpan<(string Field, string? Type)> categories)
    {
        foreach (var (field, type) in categories)
        {
            if (!string.IsNullOrEmpty(type) && type != key.Category)
            {
                throw JobRequestException.Invalid(
                    $"{field} is \"{type}\", but {source} names a job of \"{key.Category}\"; send what belongs together");
            }
        }

        return key;
    }
}
