using System.Text.RegularExpressions;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;
using YamlDotNet.Serialization;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Monitoring;

/// <summary>When people are called, and where they then read on.</summary>
public sealed partial class RuleTests
{
    private static readonly string Rules = Repository.Text("k8s", "monitoring", "prometheus-rule.yaml");

    public static TheoryData<string> Alerts => [.. AlertName().Matches(Rules).Select(alert => alert.Groups[1].Value)];

    [Fact]
    public async Task Promtool_finds_the_rules_good_and_their_tests_passed()
    {
        var folder = Directory.CreateTempSubdirectory("rules");
        try
        {
            var spec = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<Dictionary<string, object>>(Rules)["spec"];
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "rules.yaml"), new SerializerBuilder().WithQuotingNecessaryStrings().Build().Serialize(spec), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "rules.test.yaml"), Repository.Text("k8s", "monitoring", "rules.test.yaml"), TestContext.Current.CancellationToken);
            (await Tool.RunAsync("promtool", ["check", "rules", "rules.yaml"], folder: folder.FullName)).Must().ShouldContain($"{Alerts.Count} rules found");
            (await Tool.RunAsync("promtool", ["test", "rules", "rules.test.yaml"], folder: folder.FullName)).Must();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_is_shown_to_fire_and_to_keep_quiet(string alert)
    {
        var tests = Repository.Text("k8s", "monitoring", "rules.test.yaml");
        tests.ShouldContain($"alertname: {alert}\n        exp_alerts:");
        tests.ShouldContain($", alertname: {alert}}}");
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_leads_to_its_section_of_the_runbook(string alert)
    {
        var rule = Rules[Rules.IndexOf($"alert: {alert}\n", StringComparison.Ordinal)..];
        var anchor = Regex.Match(rule, @"runbook: docs/runbook\.md#([a-z-]+)").Groups[1].Value;
        var sections = Heading().Matches(Repository.Text("docs", "runbook.md")).Select(heading => heading.Groups[1].Value.ToLowerInvariant().Replace(' ', '-'));
        sections.ShouldContain(anchor);
        Repository.Text("docs", "runbook.md").ShouldContain($"`{alert}`");
    }

    [Fact]
    public void Rules_speak_of_metrics_that_are_described() =>
        Name().Matches(Rules).Select(name => name.Value).Where(name => MetricsDocument.Find(name) is null).ShouldBeEmpty();

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\b(backend_plugin|flyte_connector|jobstore)_[a-z_]+")]
    private static partial Regex Name();
}
