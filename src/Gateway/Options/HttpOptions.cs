using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Gateway;

/// <summary>The endpoint for REST, health and documentation. Section <c>Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Http";

    /// <summary>Port; 0 takes a free one. Default is 8080.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>Largest request body in bytes. Default is 8 MiB: a 4 MiB message written as JSON.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 8 * 1024 * 1024;
}
