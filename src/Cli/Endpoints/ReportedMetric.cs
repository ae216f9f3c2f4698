using System.Text.Json;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>A metric's values.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Data">A JSON object in Prometheus' form; null for none.</param>
internal sealed record ReportedMetric(string Metric, JsonElement? Data);

/// <summary>Which metrics of which time.</summary>
/// <param name="Queries">Names or queries; empty leaves it to the endpoint.</param>
/// <param name="Start">Begin; null for no bound.</param>
/// <param name="End">End; null for no bound.</param>
/// <param name="Step">Time between two values; null leaves it to the endpoint.</param>
internal sealed record MetricQuery(IReadOnlyList<string> Queries, DateTimeOffset? Start, DateTimeOffset? End, TimeSpan? Step);
