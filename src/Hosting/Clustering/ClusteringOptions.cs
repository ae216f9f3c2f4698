using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Hosting.Clustering;

/// <summary>How silos and gateways find each other. Section <c>Clustering</c>.</summary>
public sealed class ClusteringOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clustering";

    /// <summary>Name of the connection string; where it is absent, <c>ConnectionStrings:Jobs</c> is taken.</summary>
    public const string ConnectionName = "Cluster";

    internal const string Localhost = "localhost";
    internal const string Postgres = "postgres";
    internal const string Kubernetes = "kubernetes";

    /// <summary>
    /// Where the members are written down: <c>localhost</c>, one silo on this machine, <c>postgres</c>, in a PostgreSQL
    /// database, or <c>kubernetes</c>, in a custom resource. Default is <c>localhost</c>.
    /// </summary>
    [AllowedValues(Localhost, Postgres, Kubernetes, ErrorMessage = "Clustering:Provider must be \"localhost\", \"postgres\" or \"kubernetes\".")]
    public string Provider { get; set; } = Localhost;

    /// <summary>Name of the cluster; silos and gateways of one cluster share it. Default is <c>backend-plugins</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "backend-plugins";

    /// <summary>Name of the service; stays when the cluster's name changes. Default is <c>backend-plugins</c>.</summary>
    [Required]
    public string ServiceId { get; set; } = "backend-plugins";

    /// <summary>
    /// How often a gateway looks for silos that have come or gone; a lost connection is noticed at once. Default is 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Reaches the database of the members; not a setting of this section. Null where the provider needs none.</summary>
    internal string? ConnectionString { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider == Postgres && MembershipConnection.Problem(ConnectionString) is { } problem)
        {
            yield return new ValidationResult(problem);
        }
    }
}
