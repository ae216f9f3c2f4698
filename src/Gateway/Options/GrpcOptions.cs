using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Gateway;

/// <summary>The gRPC endpoint. Section <c>Grpc</c>.</summary>
public sealed class GrpcOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Grpc";

    /// <summary>Port for HTTP/2 without TLS; 0 takes a free one. Default is 8000, as Flyte's own connectors.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8000;

    /// <summary>Largest request message in bytes; a larger one is RESOURCE_EXHAUSTED. Default is 4 MiB, gRPC's usual limit.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Largest response message in bytes. Default is 4 MiB: what grpc-go accepts unless told otherwise.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Calls at once on one connection. Default is 1,000: grpc-go opens no second connection when a first one is full, and
    /// Kestrel's own 100 would make its callers wait.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxStreamsPerConnection { get; set; } = 1000;
}
