using System.ComponentModel.DataAnnotations;
using BackendPlugins.Gateway.Connections;

namespace BackendPlugins.Gateway;

/// <summary>The gRPC endpoint. Section <c>Grpc</c>.</summary>
public sealed class GrpcOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Grpc";

    /// <summary>Port for HTTP/2; 0 takes a free one. Default is 8000, as Flyte's own connectors.</summary>
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

    /// <summary>
    /// Age, a fifth more or less by chance, from which on a connection is asked to end (GOAWAY) at its next call; its client then
    /// opens a new one, so that gateways that were added get their share. Default is 10 minutes; 0 lets connections live.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxConnectionAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long calls on such a connection may go on before they are cut off. Default is 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxConnectionAgeGrace { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a gateway that is told to stop goes on taking calls, so that whoever balances the load learns that it is not
    /// ready. Default is 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan StopDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// PEM file with the server's certificate and those between it and its authority, as <c>tls.crt</c> of a Kubernetes TLS secret. With it
    /// the port speaks TLS only; null, the default, is HTTP/2 without TLS. A file that is replaced is used for new connections.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file with the certificate's private key, without a password, as <c>tls.key</c>; null where the certificate's file holds it too.</summary>
    public string? CertificateKey { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Certificate is null)
        {
            return CertificateKey is null
                ? []
                : [new ValidationResult($"{Section}:{nameof(CertificateKey)} is set without {Section}:{nameof(Certificate)}; set both, or neither for no TLS.")];
        }

        return ServerCertificate.Problem(Certificate, CertificateKey) is { } problem
            ? [new ValidationResult($"{Section}:{nameof(Certificate)} cannot be used: {problem}")]
            : [];
    }
}
