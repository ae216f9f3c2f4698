using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BackendPlugins.Standalone.Tests;
using Microsoft.Playwright;

namespace BackendPlugins.Browser.Tests;

/// <summary>Asked for by name alone: pictures for docs/screens, and times for whoever wants to know them.</summary>
public sealed class ScreenTests(RunningSystem system, ITestOutputHelper output)
{
    private static readonly (string Name, string Address)[] Pages =
        [("overview", ""), ("jobs", "jobs"), ("jobs-failed", "jobs?phase=Failed&phase=RetryableFailed&since=24h"), ("plugins", "plugins"), ("cluster", "cluster")];

    [Fact(Explicit = true)]
    public async Task Pictures_of_every_page()
    {
        var folder = Path.Combine(Root(), "docs", "screens");
        Directory.CreateDirectory(folder);
        for (var node = 0; node < 60; node++)
        {
            await system.Flyte.CreateAsync(FlyteClient.Query("nightly-7c1e", node, $"SELECT {node} /* sim: duration={5 + (node % 40)}s {(node % 13 == 5 ? "fail=invalidQuery" : "")} */"));
        }

        var meta = await system.Flyte.CreateAsync(FlyteClient.Query("nightly-7c1e", 100, "SELECT region, SUM(amount)\nFROM sales.orders\nGROUP BY region /* sim: duration=90s */"));
        var job = $"jobs/{JsonDocument.Parse(meta.ToByteArray()).RootElement.GetProperty("job").GetString()}";
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        foreach (var (name, address) in Pages.Append(("job", job)))
        {
            foreach (var (suffix, width, height, scheme) in ((string, int, int, ColorScheme)[])
                [("light", 1440, 900, ColorScheme.Light), ("dark", 1440, 900, ColorScheme.Dark), ("phone", 390, 844, ColorScheme.Light)])
            {
                await using var open = await system.OpenAsync(address, width, height, scheme);
                await open.Find("h1").WaitForAsync();
                await open.Page.EvaluateAsync("document.activeElement.blur()");
                await open.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{suffix}.png") });
            }
        }
    }

    [Theory(Explicit = true)]
    [InlineData("")]
    [InlineData("jobs")]
    [InlineData("jobs?phase=Failed")]
    [InlineData("jobs?phase=Failed&phase=Aborted&phase=RetryableFailed")]
    [InlineData("jobs?plugin=BigQuery")]
    [InlineData("jobs?project=risk")]
    [InlineData("jobs?domain=staging")]
    [InlineData("jobs?text=permission")]
    [InlineData("jobs?text=nothing-has-this")]
    [InlineData("jobs?since=24h")]
    [InlineData("jobs?order=execution")]
    [InlineData("jobs?order=-changed&project=risk&domain=production")]
    [InlineData("plugins")]
    [InlineData("cluster")]
    public async Task Time_until_a_page_is_there(string address)
    {
        await using var open = await system.OpenAsync("cluster");
        var (drawn, live) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < 5; turn++)
        {
            // Not what another reader has just asked.
            var url = address.Length == 0 || !address.Contains('?', StringComparison.Ordinal) ? $"{address}?limit={101 + turn}" : $"{address}&limit={101 + turn}";
            var start = Stopwatch.GetTimestamp();
            await open.Page.GotoAsync(url, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
            await open.Find(address.StartsWith("jobs", StringComparison.Ordinal) ? "table.jobs tbody tr, .empty" : "h1").First.WaitForAsync();
            drawn.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await open.InteractiveAsync();
            live.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        drawn.Sort();
        live.Sort();
        output.WriteLine($"/{address}: drawn in {drawn[2]:0} ms (slowest {drawn[^1]:0}), answers to clicks after {live[2]:0} ms");
        drawn[2].ShouldBeLessThan(1_000);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
