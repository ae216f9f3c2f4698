using System.Data;
using System.Globalization;
using System.Text;
using BackendPlugins.Contracts;

namespace BackendPlugins.Storage;

/// <summary>A job as its row: the document and the columns that it is found by. Derived from the record here and nowhere else.</summary>
internal sealed record JobRow
{
    /// <summary>Longest text of a column but the document.</summary>
    public const int TextLength = 500;

    /// <summary>Every column but the version, in the order of the table.</summary>
    public static IReadOnlyList<JobColumn> Columns { get; } =
    [
        new("key", DbType.String, Fixed: true, row => row.Key),
        new("plugin", DbType.String, Fixed: true, row => row.Plugin),
        new("category", DbType.String, Fixed: true, row => row.Category),
        new("stage", DbType.String, Fixed: false, row => row.Stage),
        new("phase", DbType.String, Fixed: false, row => row.Phase),
        new("family", DbType.String, Fixed: true, row => row.Family),
        new("attempt", DbType.Int32, Fixed: true, row => row.Attempt),
        new("project", DbType.String, Fixed: true, row => row.Project),
        new("domain", DbType.String, Fixed: true, row => row.Domain),
        new("execution", DbType.String, Fixed: true, row => row.Execution),
        new("node", DbType.String, Fixed: true, row => row.Node),
        new("external_id", DbType.String, Fixed: false, row => row.ExternalId),
        new("created_at", DbType.Int64, Fixed: true, row => row.CreatedAt),
        new("changed_at", DbType.Int64, Fixed: false, row => row.ChangedAt),
        new("ended_at", DbType.Int64, Fixed: false, row => row.EndedAt),
        new("message", DbType.String, Fixed: false, row => row.Message),
        new("document", DbType.String, Fixed: false, row => row.Document) { Utf8 = row => row.DocumentUtf8 },
    ];

    public required string Key { get; init; }

    public required string Plugin { get; init; }

    public required string Category { get; init; }

    public required string Stage { get; init; }

    public required string Phase { get; init; }

    public required string Family { get; init; }

    public required int Attempt { get; init; }

    public required string Project { get; init; }

    public required string Domain { get; init; }

    public required string Execution { get; init; }

    public required string Node { get; init; }

    public required string? ExternalId { get; init; }

    public required long CreatedAt { get; init; }

    public required long ChangedAt { get; init; }

    /// <summary>Set if and only if the job has ended: unfinished jobs are found by its absence.</summary>
    public required long? EndedAt { get; init; }

    public required string Message { get; init; }

    /// <summary>The document as a text, made anew each time: for drivers that take no UTF-8.</summary>
    public string Document => Encoding.UTF8.GetString(DocumentUtf8);

    public required byte[] DocumentUtf8 { get; init; }

    /// <summary>The row of a record.</summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="record">The job.</param>
    public static JobRow Of(string key, JobRecord record)
    {
        var id = record.Task.Execution.Id;
        return new JobRow
        {
            Key = key,
            Plugin = Clean(record.Plugin),
            Category = Clean(record.Task.Category.Name),
            Stage = record.Stage.ToString(),
            Phase = record.Phase.ToString(),
            Family = Clean(record.Identity.Family),
            Attempt = record.Identity.Attempt,
            Project = Clean(id?.Project ?? ""),
            Domain = Clean(id?.Domain ?? ""),
            Execution = Clean(id?.Execution ?? ""),
            Node = Clean(id?.Node ?? ""),
            ExternalId = record.External is { } external ? Clean(external.Id) : null,
            CreatedAt = record.CreatedAt.ToUnixTimeMilliseconds(),
            ChangedAt = record.ChangedAt.ToUnixTimeMilliseconds(),
            EndedAt = record.Stage == JobStage.Ended ? (record.EndedAt ?? record.ChangedAt).ToUnixTimeMilliseconds() : null,
            Message = Clean(record.Message),
            DocumentUtf8 = JobDocument.Write(record),
        };
    }

    /// <summary>
    /// A text as its column holds it, to be compared with it. Databases end a text at NUL or refuse it, refuse half a
    /// surrogate pair, and refuse to index what is very long; the document keeps all of it.
    /// </summary>
    public static string Clean(string text)
    {
        if (Ascii.IsValid(text) && !text.Contains('\0'))
        {
            return Cut(text);
        }

        var clean = text.Replace('\0', '\uFFFD');
        if (clean.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean));
        }

        return Cut(clean);
    }

    private static string Cut(string text)
    {
        if (text.Length <= TextLength)
        {
            return text;
        }

        // Half of a surrogate pair is no text that a database takes.
        var end = char.IsHighSurrogate(text[TextLength - 2]) ? TextLength - 2 : TextLength - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}…");
    }
}

/// <summary>A column of the job table.</summary>
/// <param name="Name">Its name; also its parameter's.</param>
/// <param name="Type">Its type.</param>
/// <param name="Fixed">
/// Set by the first write and never again, since identity and task of a job do not change. An UPDATE leaves it out, and so
/// the indexes over it alone.
/// </param>
/// <param name="Value">Its value in a row; null for none.</param>
internal sealed record JobColumn(string Name, DbType Type, bool Fixed, Func<JobRow, object?> Value)
{
    /// <summary>A text as UTF-8, as it is sent; null where it is kept as UTF-16.</summary>
    public Func<JobRow, byte[]>? Utf8 { get; init; }
}
