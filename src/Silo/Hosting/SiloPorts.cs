using System.Net;
using System.Net.Sockets;

namespace BackendPlugins.Silo.Hosting;

/// <summary>Looks at the silo's ports before it starts, so that a taken one is told by the name of its setting.</summary>
internal static class SiloPorts
{
    /// <summary>Fails where one is taken.</summary>
    /// <exception cref="IOException">It is taken, or this machine has no such address.</exception>
    public static void Require(SiloOptions options)
    {
        Require(options.AdvertisedAddress, options.Port, nameof(SiloOptions.Port));
        Require(options.AdvertisedAddress, options.GatewayPort, nameof(SiloOptions.GatewayPort));
    }

    private static void Require(IPAddress address, int port, string setting)
    {
        // As Orleans will: on this machine's other addresses too, unless it is to be reached from this machine alone.
        var listened = IPAddress.IsLoopback(address) ? address : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(listened, port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"{SiloOptions.Section}:{setting} {port} cannot be used at {listened}: {exception.Message}", exception);
        }
    }
}
