using System.Text;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>A job as calls name it.</summary>
/// <param name="Meta">Its resource meta.</param>
/// <param name="Category">Its category: endpoints of other makers choose the plugin by it.</param>
internal sealed record JobReference(ReadOnlyMemory<byte> Meta, TaskCategory Category)
{
    private const string Where = "JOB";

    /// <summary>Its key; null where the meta is another maker's.</summary>
    public JobKey? Key => ResourceMeta.Read(Meta.Span, out _);

    /// <summary>The meta as it is printed and read.</summary>
    public string MetaText => Convert.ToBase64String(Meta.Span);

    /// <summary>How the user names it best: by its key, else by its meta.</summary>
    public string Name => Key?.Value ?? MetaText;

    /// <summary>Reads what a user pasted: a key, base64 of a meta, or the JSON text of one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="category">The category that the user gave, or null.</param>
    /// <exception cref="BadInputException">It is none of these, or a meta that does not say its category.</exception>
    public static JobReference Parse(string text, TaskCategory? category)
    {
        var trimmed = text.Trim();
        var meta = JobKey.TryParse(trimmed, out var key) ? ResourceMeta.Write(key)
            : trimmed.StartsWith('{') ? Encoding.UTF8.GetBytes(trimmed)
            : Decode(trimmed) ?? throw new BadInputException(
                Where, $"must be a resource meta in base64 or a job key such as bigquery_query_job_task/q2mdkx4v7a5ec3jrnzt6wbyhuo; got \"{text}\"");
        key ??= ResourceMeta.Read(meta, out _);
        return new JobReference(
            meta,
            category ?? (key is null ? null : new TaskCategory(key.Category)) ?? throw new BadInputException(
                Where, "is a resource meta that does not say its task category; add --category, for example --category bigquery_query_job_task"));
    }

    private static byte[]? Decode(string text)
    {
        var base64 = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return base64.Length > 0 && Convert.TryFromBase64String(padded, bytes, out var written) ? bytes[..written] : null;
    }
}
