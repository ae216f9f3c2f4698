using System.Globalization;
using System.Net.Sockets;

namespace BackendPlugins.Clustering.Kubernetes.Naming;

/// <summary>Name of the Lease by which a silo says that it lives.</summary>
internal static class LeaseName
{
    /// <summary>Different for each silo of each cluster: the address in whole, IPv6 as 32 digits, its colons being illegal.</summary>
    public static string Of(string cluster, SiloAddress silo)
    {
        var address = silo.Endpoint.Address;
        var text = address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes()) + (address.ScopeId == 0 ? "" : "-" + address.ScopeId.ToString(CultureInfo.InvariantCulture))
            : address.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{cluster}-{text}-{silo.Endpoint.Port}-{(uint)silo.Generation}");
    }
}
