using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace BackendPlugins.BigQuery;

/// <summary>Settings of the BigQuery plugin: configuration section <c>Plugins:BigQuery</c>.</summary>
public sealed class BigQueryOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Plugins:BigQuery";

    /// <summary>The service itself, where neither <see cref="Endpoint"/> nor <c>BIGQUERY_EMULATOR_HOST</c> names another.</summary>
    public const string DefaultEndpoint = "https://bigquery.googleapis.com";

    /// <summary>
    /// Absolute http or https URI of the service. With an empty path <c>/bigquery/v2/</c> is appended, else the path is the
    /// base of all calls. Default is the configuration key <c>BIGQUERY_EMULATOR_HOST</c>, else <see cref="DefaultEndpoint"/>.
    /// </summary>
    public string Endpoint { get; set; } = "";

    /// <summary>As whom calls are made. Default is <see cref="BigQueryCredentials.Default"/>.</summary>
    [EnumDataType(typeof(BigQueryCredentials))]
    public BigQueryCredentials Credentials { get; set; } = BigQueryCredentials.Default;

    /// <summary>
    /// Service account that the host's credentials act as: its e-mail address. Default is null: the host acts as itself.
    /// Tasks with credentials of their own are not concerned.
    /// </summary>
    [EmailAddress]
    public string? Impersonate { get; set; }

    /// <summary>Google Cloud project whose quota the host's calls count against. Default is null: the credentials decide.</summary>
    public string? QuotaProject { get; set; }

    /// <summary>Google Cloud project of tasks whose template names none. Default is null: such tasks are refused.</summary>
    public string? ProjectId { get; set; }

    /// <summary>How long one call may take, from the connection to the last byte. Default is 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The User-Agent header. Default is <c>Flyte/{version} (GPN:Orleans.BackendPlugins)</c>.</summary>
    [Required]
    [RegularExpression("^[\x20-\x7E]+$", ErrorMessage = "UserAgent must be printable ASCII on one line.")]
    public string UserAgent { get; set; } = $"Flyte/{Version} (GPN:Orleans.BackendPlugins)";

    /// <summary>
    /// The most jobs.insert calls per second of one project and credential, of all silos together; fewer are made where the
    /// service refuses earlier. Default is 80: the service allows 100 per user, and a fifth of a second's calls may come at
    /// once on top.
    /// </summary>
    [Range(0.01, 100_000)]
    public double InsertsPerSecond { get; set; } = 80;

    /// <summary>The same of jobs.get. Default is 800: the service allows 1,000.</summary>
    [Range(0.01, 100_000)]
    public double GetsPerSecond { get; set; } = 800;

    /// <summary>The same of jobs.cancel. Default is 80: the service allows 100 per user.</summary>
    [Range(0.01, 100_000)]
    public double CancelsPerSecond { get; set; } = 80;

    /// <summary>The same of jobs.list. Default is 80: the service allows 100 per user.</summary>
    [Range(0.01, 100_000)]
    public double ListsPerSecond { get; set; } = 80;

    /// <summary>
    /// Calls of one credential under way at once, of all silos together; the last quarter is kept for submits and cancels. Default
    /// is 250: the service allows 300 per user.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxConcurrentCalls { get; set; } = 250;

    /// <summary>
    /// The most jobs of one project and credential that wait or run at the service at once, of all silos together; further ones
    /// wait here. Default is null, no bound: the service queues 1,000 interactive queries per project and region beside those that run.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxActiveJobs { get; set; }

    /// <summary>
    /// So many look-ups of one project that are due together are answered from pages of jobs.list instead of one jobs.get each.
    /// Default is 20; 0 never lists.
    /// </summary>
    [Range(0, 100_000)]
    public int ListThreshold { get; set; } = 20;

    /// <summary>What a datetime input becomes. Default is <see cref="DatetimeParameterType.Datetime"/>, as Flyte's connectors send it.</summary>
    [EnumDataType(typeof(DatetimeParameterType))]
    public DatetimeParameterType DatetimeParameters { get; set; } = DatetimeParameterType.Datetime;

    /// <summary>What becomes of keys of <c>template.custom</c> that this version does not know. Default is <see cref="UnknownKeys.Pass"/>.</summary>
    [EnumDataType(typeof(UnknownKeys))]
    public UnknownKeys UnknownKeys { get; set; } = UnknownKeys.Pass;

    private static string Version => typeof(BigQueryOptions).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ServiceAddress.TryParse(Endpoint, out _))
        {
            yield return new ValidationResult(
                $"{Section}:Endpoint must be an absolute http or https URI without user, query and fragment, such as {DefaultEndpoint}; got \"{Endpoint}\".",
                [nameof(Endpoint)]);
        }
    }
}
