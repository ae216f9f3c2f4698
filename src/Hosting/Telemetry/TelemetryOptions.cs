using System.ComponentModel.DataAnnotations;
using OpenTelemetry.Exporter;

namespace BackendPlugins.Hosting.Telemetry;

/// <summary>What a process tells of itself beside <c>/metrics</c>. Section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// Address of an OpenTelemetry collector, such as <c>http://otel-collector:4317</c>. Default is null: nothing is sent, and no
    /// spans are made, since each costs a call some of its time.
    /// </summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>How the collector is spoken to. Default is gRPC (port 4317); HTTP is protobuf over HTTP/1.1 (port 4318).</summary>
    public OtlpTransport OtlpProtocol { get; set; } = OtlpTransport.Grpc;

    /// <summary>
    /// Share of the traces that begin here which are recorded, from 0 to 1. A caller who sends a trace of its own has decided already.
    /// Default is 0.01.
    /// </summary>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 0.01;

    /// <summary>Whether metrics are sent to the collector too, every minute. Default is false: Prometheus reads <c>/metrics</c>.</summary>
    public bool SendMetrics { get; set; }

    /// <summary>Whether logs are sent to the collector too. Default is false.</summary>
    public bool SendLogs { get; set; }

    /// <summary>The form of the log on standard output. Default is text; JSON is one object per line with its scopes.</summary>
    public LogForm LogFormat { get; set; } = LogForm.Text;

    /// <summary>Whether spans are made.</summary>
    internal bool Traces => OtlpEndpoint is not null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint is { } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(OtlpEndpoint)} must be an address such as http://otel-collector:4317; got \"{endpoint}\".", [nameof(OtlpEndpoint)]);
        }

        if (OtlpEndpoint is null && (SendMetrics || SendLogs))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(SendMetrics)} and {Section}:{nameof(SendLogs)} need {Section}:{nameof(OtlpEndpoint)}.", [nameof(OtlpEndpoint)]);
        }
    }

    /// <summary>Points an exporter at the collector. Headers come from OpenTelemetry's own <c>OTEL_EXPORTER_OTLP_HEADERS</c>.</summary>
    internal void ApplyTo(OtlpExporterOptions exporter, string signal)
    {
        // An address that is set in code is taken as it stands: over HTTP each signal has a path of its own.
        var http = OtlpProtocol == OtlpTransport.Http;
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = new Uri(http ? $"{OtlpEndpoint!.TrimEnd('/')}/v1/{signal}" : OtlpEndpoint!);
    }
}
