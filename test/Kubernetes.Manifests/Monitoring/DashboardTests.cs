using System.Text.Json;
using System.Text.RegularExpressions;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Monitoring;

/// <summary>Every query of every dashboard against a real Prometheus.</summary>
public sealed partial class DashboardTests(Prometheus prometheus)
{
    // Orleans' own, which are there once such a thing has happened.
    private static readonly string[] OfOrleansLater = ["orleans_app_requests_timedout_total", "orleans_messaging_rejected_total"];

    public static TheoryData<string> Boards => [.. Directory.GetFiles(Repository.Path("k8s", "monitoring", "dashboards"), "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task Every_panel_shows_something(string board)
    {
        var panels = Read(board).GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row").ToList();
        panels.Count.ShouldBeGreaterThan(5);
        foreach (var panel in panels)
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
            {
                var query = target.GetProperty("expr").GetString()!.Replace("$interval", "1m", StringComparison.Ordinal);
                if (await prometheus.SeriesAsync(query) == 0)
                {
                    // Nothing to show is right only for what has not happened: and a rate of nothing for what has happened once.
                    Name().Matches(query).Select(name => name.Value)
                        .Any(name => OfOrleansLater.Contains(name) || MetricsDocument.Find(name) is { Later: true })
                        .ShouldBeTrue($"{panel.GetProperty("title")}: {query}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_board_can_be_imported(string board)
    {
        var root = Read(board);
        root.GetProperty("uid").GetString().ShouldNotBeNullOrEmpty();
        var panels = root.GetProperty("panels").EnumerateArray().ToList();
        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        panels.Select(panel => panel.GetProperty("title").GetString()).ShouldBeUnique();
        foreach (var place in panels.Select(panel => panel.GetProperty("gridPos")))
        {
            (place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32()).ShouldBeLessThanOrEqualTo(24);
        }

        root.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()).ShouldBe(["datasource", "interval"]);
    }

    private static JsonElement Read(string board) => JsonDocument.Parse(Repository.Text("k8s", "monitoring", "dashboards", board)).RootElement;

    [GeneratedRegex(@"\b(backend_plugin|flyte_connector|jobstore|orleans|dotnet)_[a-z_]+")]
    private static partial Regex Name();
}
