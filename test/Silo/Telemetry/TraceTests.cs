using BackendPlugins.Silo.Tests.Cluster;

namespace BackendPlugins.Silo.Tests.Telemetry;

/// <summary>Traces of a real silo and a real gateway, as a collector gets them.</summary>
public sealed class TraceTests(SharedPostgres postgres)
{
    [Fact]
    public async Task A_create_is_one_trace_from_the_gateways_call_through_the_grain_to_the_services()
    {
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        await using var collector = await Collector.StartAsync();
        string[] settings =
        [
            $"--Telemetry:OtlpEndpoint={collector.Endpoint}", "--Telemetry:OtlpProtocol=Http", "--Telemetry:SampleRatio=1", "--OTEL_BSP_SCHEDULE_DELAY=200",
        ];
        await hosts.StartSilo(settings).ReadyAsync();
        var gateway = await hosts.StartGateway(settings).ReadyAsync();
        using var client = new FlyteClient(gateway);

        var meta = await client.CreateAsync(FlyteClient.Query("traced", 0, "SELECT 1"));
        await client.EndAsync(meta);

        List<ReceivedSpan> path = [];
        await Until.TrueAsync(() => (path = PathToInsert(collector.Spans)).Count > 0, "the span of the call that starts the job");
        path[^1].Service.ShouldBe("backend-plugins-silo");
        path[0].Service.ShouldBe("backend-plugins-gateway", Describe(path));
        path[0].Span.ParentSpanId.ShouldBeEmpty();
        path.Select(span => span.Span.TraceId.ToBase64()).Distinct().Count().ShouldBe(1);
        path.ShouldContain(span => span.Service == "backend-plugins-gateway" && span.Span.Name.Contains("create", StringComparison.OrdinalIgnoreCase), Describe(path));
        path.ShouldContain(span => span.Span.Name == "job submit" && span.Tag("backend_plugin.plugin") == "BigQuery", Describe(path));
        collector.Spans.ShouldNotContain(span => span.Span.Name.Contains("healthz", StringComparison.Ordinal));
    }

    /// <summary>From the root down to the HTTP call that inserts the job; empty while not all of it has come.</summary>
    private static List<ReceivedSpan> PathToInsert(IReadOnlyList<ReceivedSpan> spans)
    {
        var byId = spans.DistinctBy(span => span.Id).ToDictionary(span => span.Id);
        var insert = spans.FirstOrDefault(span =>
            span.Tag("http.request.method") == "POST" && span.Tag("url.full")?.Contains("/jobs", StringComparison.Ordinal) == true);
        var path = new List<ReceivedSpan>();
        for (var span = insert; span is not null; span = byId.GetValueOrDefault(span.Parent))
        {
            path.Insert(0, span);
        }

        return path is [{ Span.ParentSpanId.IsEmpty: true }, ..] ? path : [];
    }

    private static string Describe(List<ReceivedSpan> path) => string.Join(" > ", path.Select(span => $"{span.Service}: {span.Span.Name}"));
}
