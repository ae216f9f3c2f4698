using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Silo;

/// <summary>How silos and gateways find each other. Section <c>Clustering</c>.</summary>
public sealed class ClusteringOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clustering";

    /// <summary><c>localhost</c>: one silo on this machine. Default.</summary>
    [AllowedValues("localhost", ErrorMessage = "Clustering:Provider must be localhost.")]
    public string Provider { get; set; } = "localhost";

    /// <summary>Name of the cluster; silos and gateways of one cluster share it. Default <c>backend-plugins</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "backend-plugins";

    /// <summary>Name under which grains are stored; stays when the cluster's name changes. Default <c>backend-plugins</c>.</summary>
    [Required]
    public string ServiceId { get; set; } = "backend-plugins";
}
