namespace BackendPlugins.Hosting.Telemetry;

/// <summary>How an OpenTelemetry collector is spoken to.</summary>
public enum OtlpTransport
{
    /// <summary>gRPC.</summary>
    Grpc,

    /// <summary>Protobuf over HTTP/1.1.</summary>
    Http,
}
