using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Storage;

/// <summary>Settings of the job store: section <c>JobStore</c>, and <c>ConnectionStrings:Jobs</c>.</summary>
public sealed class JobStoreOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "JobStore";

    /// <summary>Name of the connection string.</summary>
    public const string ConnectionName = "Jobs";

    /// <summary>Which database. Default is <c>sqlite</c>.</summary>
    [Required]
    public string Provider { get; set; } = JobDatabases.Sqlite;

    /// <summary>Where it is; set by <c>ConnectionStrings:Jobs</c>. Default is <c>Data Source=data/jobs.db</c>.</summary>
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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        JobDatabases.Problem(this) is { } problem ? [new ValidationResult(problem, [nameof(Provider)])] : [];
}
