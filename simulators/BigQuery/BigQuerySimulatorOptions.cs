using System.ComponentModel.DataAnnotations;
using System.Net;
using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery;

/// <summary>How a simulator runs. Every member has a default; a bad value is told at start.</summary>
public sealed class BigQuerySimulatorOptions : IValidatableObject
{
    /// <summary>TCP port to listen on; 0 lets the system pick a free one. Default 0 (the command line's default is 9050).</summary>
    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>IP address to listen on. Default 127.0.0.1.</summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>File that keeps the jobs across a restart, also after <c>kill -9</c>; null keeps them in memory only.</summary>
    public string? Journal { get; set; }

    /// <summary>Seed of everything drawn by lot. A job's own lot depends on the seed and its id alone, not on the order of arrival. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Location of a job that names none. Default US.</summary>
    [Required, RegularExpression("^[A-Za-z0-9-]+$")]
    public string DefaultLocation { get; set; } = "US";

    /// <summary>How long a job without script stays PENDING. Default 0 to 0.5 s.</summary>
    public DurationRange Pending { get; set; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(0.5));

    /// <summary>How long a job without script stays RUNNING. Default 1 to 5 s.</summary>
    public DurationRange Duration { get; set; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    /// <summary>Share of jobs without a <c>fail</c> word that fail. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double FailRate { get; set; }

    /// <summary>Reason given by the jobs that <see cref="FailRate"/> makes fail. Default invalidQuery.</summary>
    [Required]
    public string FailReason { get; set; } = ErrorReasons.InvalidQuery;

    /// <summary>Bytes that a job without script reads. Default 10 MiB.</summary>
    [Range(0, long.MaxValue)]
    public long Bytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Time between a cancel call and the job's end. Default 300 ms.</summary>
    public DurationRange CancelDelay { get; set; } = DurationRange.Fixed(TimeSpan.FromMilliseconds(300));

    /// <summary>Time added before each call is looked at, by method name; <c>*</c> stands for methods not named. Default none.</summary>
    public Dictionary<string, DurationRange> Latency { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Calls per second allowed, by method name; <c>*</c> stands for methods not named. Above it: 403 rateLimitExceeded. Default no limit.</summary>
    public Dictionary<string, double> Quota { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Jobs on a page of jobs.list when the caller gives no maxResults. Default 50.</summary>
    [Range(1, 100_000)]
    public int ListPageSize { get; set; } = 50;

    /// <summary>Most jobs on a page of jobs.list, whatever the caller asks. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int ListPageLimit { get; set; } = 1_000;

    /// <summary>Most rows on a page of a query's result or of tabledata.list; 10 MiB end it too. Default 50,000.</summary>
    [Range(1, 1_000_000)]
    public int ResultPageLimit { get; set; } = 50_000;

    /// <summary>Calls that may run at the same time; above it: 403 rateLimitExceeded. Default null, no limit (the service's own: 300 per user).</summary>
    [Range(1, int.MaxValue)]
    public int? ConcurrentCalls { get; set; }

    /// <summary>Interactive queries that may be PENDING in a project and region; above it: 403 quotaExceeded. Default null, no limit (the service's own: 1,000).</summary>
    [Range(1, int.MaxValue)]
    public int? QueuedInteractive { get; set; }

    /// <summary>The same for batch queries. Default null, no limit (the service's own: 20,000).</summary>
    [Range(1, int.MaxValue)]
    public int? QueuedBatch { get; set; }

    /// <summary>
    /// Whether a job fails with notFound when its destination's dataset was never made, or lies in another location, as with the service.
    /// Default false: such a dataset comes with its first table.
    /// </summary>
    public bool RequireDatasets { get; set; }

    /// <summary>Whether API calls need an access token that the simulator handed out. Default false.</summary>
    public bool RequireAuth { get; set; }

    /// <summary>How long access tokens are good for. Default one hour.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>PEM files with the public keys of service accounts, by e-mail address. When empty, signatures are not checked.</summary>
    public Dictionary<string, string> ServiceAccountKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>The account in whose name the metadata server hands out tokens.</summary>
    [Required]
    public string MetadataAccount { get; set; } = "simulator@simulated.iam.gserviceaccount.com";

    /// <summary>The project that the metadata server tells. Default simulated.</summary>
    [Required]
    public string MetadataProject { get; set; } = "simulated";

    /// <summary>How many times faster than the given clock everything simulated goes: jobs, latency, hangs and quotas, but not tokens. Default 1.</summary>
    [Range(0.001, 100_000)]
    public double ClockSpeed { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Listen, out _))
        {
            yield return new($"Listen must be an IP address such as 127.0.0.1; got '{Listen}'.", [nameof(Listen)]);
        }

        foreach (var method in Latency.Keys.Concat(Quota.Keys).Where(method => !ApiMethods.IsPattern(method)))
        {
            yield return new($"'{method}' is no method; Latency and Quota know {string.Join(", ", ApiMethods.All)} and *.", [nameof(Latency), nameof(Quota)]);
        }

        if (TokenLife <= TimeSpan.Zero)
        {
            yield return new("TokenLife must be more than nothing.", [nameof(TokenLife)]);
        }

        foreach (var (account, file) in ServiceAccountKeys.Where(key => !File.Exists(key.Value)))
        {
            yield return new($"ServiceAccountKeys: the file '{file}' of {account} is not there.", [nameof(ServiceAccountKeys)]);
        }

        if (Quota.Values.Any(rate => !(rate > 0)))
        {
            yield return new("Quota must be more than 0 calls per second; leave it out for no limit.", [nameof(Quota)]);
        }
    }
}
