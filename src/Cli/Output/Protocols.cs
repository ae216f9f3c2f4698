using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Output;

/// <summary>Protocols as <c>--protocol</c> names them.</summary>
internal static class Protocols
{
    public static string NameOf(WireProtocol protocol) => protocol is WireProtocol.V1 ? "v1" : "v2";
}
