using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace BackendPlugins.Silo;

/// <summary>Where others reach this machine.</summary>
internal static class LocalAddress
{
    /// <summary>The first IPv4 address that is not the loopback's, of a network with a way out before others; else 127.0.0.1.</summary>
    public static IPAddress First() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Select(network => network.GetIPProperties())
        .OrderByDescending(network => network.GatewayAddresses.Count > 0)
        .SelectMany(network => network.UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
        ?? IPAddress.Loopback;
}
