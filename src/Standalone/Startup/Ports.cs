using System.Net;
using System.Net.Sockets;

namespace BackendPlugins.Standalone.Startup;

/// <summary>Looks at ports before anything is started, so that a taken one is told in one line.</summary>
internal static class Ports
{
    /// <summary>Fails where a port is taken.</summary>
    /// <exception cref="StartupException">It is taken, or is no port.</exception>
    public static void Require(int port, string option)
    {
        if (port is < 1 or > 65535)
        {
            throw new StartupException($"{option} must be a port between 1 and 65535; got {port}");
        }

        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new StartupException($"port {port} cannot be used ({exception.Message}); choose another with {option}", exception);
        }
    }

    /// <summary>Two ports that nobody uses now. The silo's own ports are nobody's business in a single process.</summary>
    public static (int First, int Second) TwoFree()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
