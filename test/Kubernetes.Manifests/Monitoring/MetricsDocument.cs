using System.Text.RegularExpressions;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Monitoring;

/// <summary>docs/metrics.md as a table.</summary>
internal static partial class MetricsDocument
{
    /// <summary>Every metric that is described.</summary>
    public static IReadOnlyDictionary<string, DescribedMetric> Metrics { get; } = Row().Matches(Repository.Text("docs", "metrics.md"))
        .Select(row => new DescribedMetric(
            row.Groups["name"].Value, row.Groups["kind"].Value, [.. Code().Matches(row.Groups["labels"].Value).Select(label => label.Groups[1].Value)],
            row.Groups["when"].Value.Contains("first", StringComparison.Ordinal)))
        .ToDictionary(metric => metric.Name);

    /// <summary>The metric that a name in a query means: a histogram has three.</summary>
    public static DescribedMetric? Find(string name) =>
        Metrics.GetValueOrDefault(name) ?? Metrics.GetValueOrDefault(HistogramPart().Replace(name, ""));

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| (?<kind>counter|gauge|histogram) \|(?<labels>[^|]*)\|(?<when>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();
}

/// <param name="Name">As Prometheus reads it.</param>
/// <param name="Kind">counter, gauge or histogram.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Later">Whether it is there only once the thing has happened.</param>
internal sealed record DescribedMetric(string Name, string Kind, IReadOnlyList<string> Labels, bool Later);
