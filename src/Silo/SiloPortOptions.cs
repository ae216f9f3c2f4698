using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Silo;

/// <summary>The silo's ports. Section <c>Silo</c>.</summary>
public sealed class SiloPortOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo";

    /// <summary>Port for other silos. Default 11111.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 11111;

    /// <summary>Port for gateways. Default 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;
}
