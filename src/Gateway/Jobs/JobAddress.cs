using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>Which job a request is about.</summary>
internal static class JobAddress
{
    /// <summary>Reads a Flyte request's <c>resource_meta</c>.</summary>
    /// <param name="meta">The bytes.</param>
    /// <param name="categories">What else the request says of the task type, each by its field; empty where it says nothing.</param>
    /// <exception cref="JobRequestException">The bytes are no meta of ours, or the request contradicts them.</exception>
    public static JobKey OfMeta(ReadOnlySpan<byte> meta, params ReadOnlySpan<(string Field, string? Type)> categories)
    {
        var key = ResourceMeta.Read(meta, out var problem) ?? throw JobRequestException.Invalid($"resource_meta {problem}");
        return Checked(key, "resource_meta", categories);
    }

    /// <summary>Reads a <c>job_id</c> of the RFC's protocol.</summary>
    /// <param name="jobId">The id.</param>
    /// <param name="categories">What else the request says of the task type, each by its field; empty where it says nothing.</param>
    /// <exception cref="JobRequestException">It is no job id of ours, or the request contradicts it.</exception>
    public static JobKey OfJobId(string? jobId, params ReadOnlySpan<(string Field, string? Type)> categories) =>
        string.IsNullOrEmpty(jobId) ? throw JobRequestException.Invalid("job_id is empty; send the id that the create answered")
        : JobKey.TryParse(jobId, out var key) ? Checked(key, "job_id", categories)
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
