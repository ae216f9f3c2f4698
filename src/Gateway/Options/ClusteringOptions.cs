using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Gateway;

/// <summary>How the gateway finds the silos. Section <c>Clustering</c>.</summary>
public sealed class ClusteringOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clustering";

    /// <summary>Where the silos are written down: <c>localhost</c>, silos of this machine. Default is <c>localhost</c>.</summary>
    [AllowedValues("localhost", ErrorMessage = "Clustering:Provider must be \"localhost\".")]
    public string Provider { get; set; } = "localhost";

    /// <summary>Name of the cluster; the silos carry the same. Default is <c>backend-plugins</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "backend-plugins";

    /// <summary>Name of the service; the silos carry the same. Default is <c>backend-plugins</c>.</summary>
    [Required]
    public string ServiceId { get; set; } = "backend-plugins";
}
