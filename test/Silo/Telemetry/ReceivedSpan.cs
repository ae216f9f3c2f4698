using BackendPlugins.Silo.Tests.Telemetry.Wire;

namespace BackendPlugins.Silo.Tests.Telemetry;

/// <param name="Service">The process that made it.</param>
/// <param name="Span">The span.</param>
internal sealed record ReceivedSpan(string Service, Span Span)
{
    public string Id => Span.SpanId.ToBase64();

    public string Parent => Span.ParentSpanId.ToBase64();

    public string? Tag(string name) => Span.Attributes.FirstOrDefault(attribute => attribute.Key == name)?.Value.StringValue;
}
