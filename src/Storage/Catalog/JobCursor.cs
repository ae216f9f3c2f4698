using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage;

/// <summary>Where a page ended: the sort key of its last row, opaque to callers.</summary>
/// <param name="At">Unix milliseconds: when the job was accepted, or changed where that is the order.</param>
/// <param name="Key">The job's key.</param>
/// <param name="Value">The text that the list is ordered by; null where it is ordered by a time.</param>
internal sealed record JobCursor(long At, string Key, string? Value = null)
{
    // Keys have none, and of a value nothing follows.
    private const char Separator = '\n';

    /// <summary>The cursor behind a job.</summary>
    public static JobCursor After(JobSummary job, JobOrder order) => order switch
    {
        JobOrder.Created => new(job.CreatedAt.ToUnixTimeMilliseconds(), job.Key),
        JobOrder.Changed => new(job.ChangedAt.ToUnixTimeMilliseconds(), job.Key),
        JobOrder.Phase => new(job.CreatedAt.ToUnixTimeMilliseconds(), job.Key, job.Phase.ToString()),
        JobOrder.Plugin => new(job.CreatedAt.ToUnixTimeMilliseconds(), job.Key, job.Plugin),
        JobOrder.Project => new(job.CreatedAt.ToUnixTimeMilliseconds(), job.Key, job.Project),
        JobOrder.Execution => new(job.CreatedAt.ToUnixTimeMilliseconds(), job.Key, job.Execution),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "No such order."),
    };

    public string Write(JobOrder order = JobOrder.Created)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{At}:{Key}");
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(order == JobOrder.Created ? place : $"{order}{Separator}{place}{Separator}{Value}"));
    }

    /// <exception cref="ArgumentException">The text is no cursor of a list in this order.</exception>
    public static JobCursor Read(string text, JobOrder order = JobOrder.Created)
    {
        if (Base64Url.IsValid(text))
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator, 3);
            if (parts.Length == 1 && order == JobOrder.Created && Place(parts[0]) is { } place)
            {
                return place;
            }

            if (parts.Length == 3 && parts[0] == order.ToString() && order != JobOrder.Created && Place(parts[1]) is { } ordered)
            {
                return order == JobOrder.Changed ? ordered : ordered with { Value = parts[2] };
            }
        }

        throw new ArgumentException(
            $"\"{text}\" is no cursor of this list: pass on what the page before gave as its next, or nothing for the first page.", nameof(text));
    }

    private static JobCursor? Place(string text)
    {
        var parts = text.Split(':', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            ? new JobCursor(at, parts[1])
            : null;
    }
}
