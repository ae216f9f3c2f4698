using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Storage;

/// <summary>Settings of the job store: section <c>JobStore</c>, and <c>ConnectionStrings:Jobs</c>.</summary>
public sealed class JobStoreOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "JobStore";

    /// <summary>Name of the connection string.</summary>
    public const string ConnectionName = "Jobs";

    /// <summary>Which database: <c>sqlite</c> or <c>postgres</c>. Default is <c>sqlite</c>.</summary>
    [Required]
    public string Provider { get; set; } = JobDatabases.Sqlite;

    /// <summary>Where it is; set by <c>ConnectionStrings:Jobs</c>. Default is <c>Data Source=data/jobs.db</c>, for SQLite.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/jobs.db";

    /// <summary>How long a job is kept after its end. Default is 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often jobs past their retention are looked for. Default is 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetentionSweep { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most writes in one commit. Default is 500.</summary>
    [Range(1, 10_000)]
    public int MaximumGroup { get; set; } = 500;

    /// <summary>Most writes that may wait for a commit; beyond it a write fails at once. Default is 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumQueue { get; set; } = 20_000;

    /// <summary>
    /// How many commits PostgreSQL may have under way for one process. Default is 1: what queues up while one runs goes into the
    /// next, and fewer, larger commits take less of the processors on both sides. A disk that is slow to flush gains from more.
    /// </summary>
    [Range(1, 16)]
    public int WriteLanes { get; set; } = 1;

    /// <summary>After this time PostgreSQL cancels a statement of the job store. Default is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a host brings the schema up to date before it starts. Default is true. Without it, a host with an older schema
    /// does not start.
    /// </summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        JobDatabases.Problem(this) is { } problem ? [new ValidationResult(problem, [nameof(Provider)])] : [];
}
