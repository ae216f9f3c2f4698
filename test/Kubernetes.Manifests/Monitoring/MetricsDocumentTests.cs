using System.Text.RegularExpressions;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Monitoring;

/// <summary>docs/metrics.md against the code and against what a running process tells.</summary>
public sealed partial class MetricsDocumentTests(Prometheus prometheus)
{
    [Fact]
    public void Every_metric_of_the_code_is_described_and_no_other() => MetricsDocument.Metrics.Keys.Order().ShouldBe(OfCode().Order());

    [Fact]
    public async Task A_running_process_tells_what_is_described_with_the_kinds_and_labels_that_are()
    {
        var text = await prometheus.MetricsAsync();
        var kinds = Kind().Matches(text).ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);
        foreach (var metric in MetricsDocument.Metrics.Values)
        {
            if (!kinds.TryGetValue(metric.Name, out var kind))
            {
                metric.Later.ShouldBeTrue($"{metric.Name} is not there");
                continue;
            }

            kind.ShouldBe(metric.Kind, metric.Name);
            var part = metric.Kind == "histogram" ? "_count" : "";
            foreach (Match series in Regex.Matches(text, $@"^{metric.Name}{part}(\{{[^}}]*\}})? ", RegexOptions.Multiline))
            {
                Label().Matches(series.Value).Select(label => label.Groups[1].Value).Where(label => !label.StartsWith("otel_scope", StringComparison.Ordinal))
                    .ShouldBe(metric.Labels, ignoreOrder: true, metric.Name);
            }
        }
    }

    [Fact]
    public async Task No_series_names_a_job()
    {
        var text = await prometheus.MetricsAsync();
        text.ShouldNotContain("flyte_demo");
        text.ShouldNotContain("bigquery_query_job_task/");
        text.Split('\n').Count(line => line.StartsWith("backend_plugin", StringComparison.Ordinal) || line.StartsWith("flyte_", StringComparison.Ordinal)).ShouldBeLessThan(400);
    }

    /// <summary>The names in the code, with what the exporter adds to them: the unit, and total to a counter.</summary>
    private static IEnumerable<string> OfCode() => Directory.EnumerateFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => Instrument().Matches(File.ReadAllText(file)))
        .Select(instrument => instrument.Groups["name"].Value.Replace('.', '_')
            + (Unit().Match(instrument.Groups["rest"].Value) is { Success: true } unit ? unit.Groups[1].Value == "s" ? "_seconds" : "_bytes" : "")
            + (instrument.Groups["kind"].Value.Contains("Counter", StringComparison.Ordinal) ? "_total" : ""))
        .Distinct();

    [GeneratedRegex("""Create(?<kind>Counter|Histogram|UpDownCounter|ObservableGauge|ObservableCounter)(<\w+>)?\(\s*"(?<name>[a-z._]+)"(?<rest>[^;]*?)(;|\{)""")]
    private static partial Regex Instrument();

    [GeneratedRegex("""^.*?,\s*"(s|By)"\s*[,)]""", RegexOptions.Singleline)]
    private static partial Regex Unit();

    [GeneratedRegex("^# TYPE ([a-z_]+) ([a-z]+)", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex("""[{,]([a-z_]+)=" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Label();
}
