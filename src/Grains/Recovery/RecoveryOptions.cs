using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Grains.Recovery;

/// <summary>How unfinished jobs are found again. Section <c>Recovery</c>.</summary>
public sealed class RecoveryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Recovery";

    /// <summary>Time between two sweeps of a silo over its share of the unfinished jobs; the first runs as soon as the silo is up, another when a silo is lost. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Jobs read from the store at once. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int PageSize { get; set; } = 1_000;

    /// <summary>Jobs that a silo resumes at once; most of them wait for the store, which reads over a few connections. Default 256.</summary>
    [Range(1, 10_000)]
    public int Parallelism { get; set; } = 256;
}
