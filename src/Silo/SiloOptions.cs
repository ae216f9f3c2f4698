using System.ComponentModel.DataAnnotations;
using System.Net;

namespace BackendPlugins.Silo;

/// <summary>The silo itself. Section <c>Silo</c>.</summary>
public sealed class SiloOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo";

    /// <summary>Port for other silos. Default is 11111.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 11111;

    /// <summary>Port for gateways. Default is 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// IP address under which silos and gateways reach this one; in Kubernetes the pod's. Default is null: the first address
    /// of this machine that is not its loopback, else 127.0.0.1.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>Name in logs and on the dashboard. Default is null: the machine's name and the port.</summary>
    [StringLength(150, MinimumLength = 1)]
    public string? Name { get; set; }

    /// <summary>
    /// Names of the plugins that this silo serves; jobs of others live on other silos. Default is empty: every plugin that is
    /// built in.
    /// </summary>
    public IList<string> Plugins { get; set; } = [];

    /// <summary>
    /// How long a silo that is told to stop may take to write what its jobs know and to leave the cluster. Default is 1 minute;
    /// whoever stops it (Kubernetes: terminationGracePeriodSeconds) should wait half a minute longer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary><see cref="Address"/>, or what stands in for it.</summary>
    internal IPAddress AdvertisedAddress => IPAddress.TryParse(Address, out var address) ? address : LocalAddress.First();

    /// <summary><see cref="Name"/>, or what stands in for it.</summary>
    internal string AdvertisedName => Name ?? FormattableString.Invariant($"{Environment.MachineName}:{Port}");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not null && (!IPAddress.TryParse(Address, out var address) || IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address)))
        {
            yield return new ValidationResult(
                $"Silo:Address must be an IP address under which others reach this silo, such as 10.0.0.7; got \"{Address}\".", [nameof(Address)]);
        }

        if (Port == GatewayPort)
        {
            yield return new ValidationResult($"Silo:Port and Silo:GatewayPort are both {Port}; they must differ.", [nameof(GatewayPort)]);
        }
    }
}
