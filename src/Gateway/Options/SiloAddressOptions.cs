using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Gateway;

/// <summary>Where a silo listens for clients. Section <c>Silo</c>.</summary>
public sealed class SiloAddressOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo";

    /// <summary>The silo's port for clients. Default is 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;
}
