using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Silo;

/// <summary>Where a silo that runs as a process of its own tells its health and its metrics. Section <c>Http</c>.</summary>
public sealed class SiloHttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Http";

    /// <summary>The port. Default is 8080.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8080;
}
