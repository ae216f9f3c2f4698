using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Dashboard.Tests;

public class JobListTests
{
    [Fact]
    public async Task A_job_shows_its_phase_task_plugin_id_ages_and_message_and_links_to_its_page()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary(7));
        var page = await site.GetAsync("/");
        var row = page.QuerySelectorAll("table.jobs tbody tr").ShouldHaveSingleItem();
        Cells(row).ShouldBe(
        [
            "▶Running tracked",
            "f5c1b8e2a9d04/n7 #1 sales/production",
            "BigQuery",
            "flyte_f5c1b8e2a9d04_n7_1_qqqqqqqq",
            "3 min ago",
            "12 s ago",
            "BigQuery says RUNNING",
        ]);
        row.QuerySelector("a")!.GetAttribute("href").ShouldBe($"/jobs/{Samples.Key(7).Value}");
        row.QuerySelector("time")!.GetAttribute("title").ShouldBe("2026-03-14 09:23:46 UTC");
        row.QuerySelector("time")!.GetAttribute("datetime").ShouldBe("2026-03-14T09:23:46.000Z");
    }

    [Fact]
    public async Task Times_of_another_offset_are_shown_in_utc()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary() with { CreatedAt = Samples.Now.AddHours(-1).ToOffset(TimeSpan.FromHours(9)) });
        var page = await site.GetAsync("/");
        page.QuerySelector("td[data-label=Created] time")!.GetAttribute("title").ShouldBe("2026-03-14 08:26:53 UTC");
        page.QuerySelector("td[data-label=Created] time")!.TextContent.ShouldBe("1 h ago");
    }

    [Fact]
    public async Task Every_phase_has_words_and_a_sign_of_its_own()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show([.. Enum.GetValues<JobPhase>().Select((phase, i) => Samples.Summary(i, phase))]);
        var page = await site.GetAsync("/");
        var badges = page.QuerySelectorAll("table.jobs .phase").Select(badge => badge.TextContent).ToArray();
        badges.ShouldBe(["○Initializing", "▶Running", "✓Succeeded", "■Aborted", "✗Failed", "↻Failed, retryable"]);
        page.QuerySelectorAll("table.jobs .sign").ShouldAllBe(sign => sign.GetAttribute("aria-hidden") == "true");
    }

    [Fact]
    public async Task A_job_without_a_flyte_execution_is_named_by_its_key()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary() with { Project = "", Domain = "", Execution = "", Node = "", ExternalId = null });
        var page = await site.GetAsync("/");
        page.QuerySelector("table.jobs a")!.TextContent.ShouldBe(Samples.Key().Value);
        page.QuerySelector("td[data-label='External id']")!.TextContent.Trim().ShouldBe("–");
    }

    [Fact]
    public async Task Counts_are_links_that_keep_the_other_filters_and_start_at_the_first_page()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary());
        site.Cluster.Count = _ => Task.FromResult<IReadOnlyDictionary<JobPhase, long>>(
            new Dictionary<JobPhase, long> { [JobPhase.Running] = 1_234, [JobPhase.Failed] = 5 });
        var page = await site.GetAsync("/?project=sales&phase=Failed&cursor=abc&limit=25&refresh=5");
        var counts = page.QuerySelectorAll(".counts a");
        counts.Select(Text).ShouldBe(
            ["1,239 All phases", "0 ○Initializing", "1,234 ▶Running", "0 ✓Succeeded", "0 ■Aborted", "5 ✗Failed", "0 ↻Failed, retryable"]);
        counts[0].GetAttribute("href").ShouldBe("/?project=sales&limit=25&refresh=5");
        counts[2].GetAttribute("href").ShouldBe("/?phase=Running&project=sales&limit=25&refresh=5");
        counts.Where(count => count.HasAttribute("aria-current")).ShouldHaveSingleItem().ShouldBe(counts[5]);
        var counted = site.Cluster.Counted.ShouldHaveSingleItem();
        counted.Phases.ShouldBeEmpty();
        counted.Project.ShouldBe("sales");
        page.QuerySelector(".pager span")!.TextContent.ShouldBe("1 of 5 jobs on this page");
    }

    [Fact]
    public async Task Every_filter_reaches_the_catalog_and_stands_in_the_form_again()
    {
        await using var site = await DashboardSite.StartAsync();
        var key = Samples.Key(3).Value;
        var page = await site.GetAsync(
            $"/?phase=failed&phase=RetryableFailed&plugin=BigQuery&project=sales&domain=production&execution=f5&node=n%200&external_id=a%26b&key={key}&limit=25");
        var asked = site.Cluster.Listed.ShouldHaveSingleItem();
        asked.Phases.ShouldBe([JobPhase.Failed, JobPhase.RetryableFailed]);
        (asked with { Phases = [] }).ShouldBe(new JobFilter
        {
            Phases = [],
            Plugin = "BigQuery",
            Project = "sales",
            Domain = "production",
            Execution = "f5",
            Node = "n 0",
            ExternalId = "a&b",
            Key = key,
            Limit = 25,
        });
        page.QuerySelectorAll<IHtmlInputElement>("input[type=checkbox]").Where(box => box.IsChecked).Select(box => box.Value)
            .ShouldBe(["Failed", "RetryableFailed"]);
        page.QuerySelectorAll<IHtmlInputElement>("input[type=text]").Select(input => $"{input.Name}={input.Value}").ShouldBe(
            ["plugin=BigQuery", "project=sales", "domain=production", "execution=f5", "node=n 0", "external_id=a&b", $"key={key}"]);
        page.QuerySelector<IHtmlSelectElement>("select")!.Value.ShouldBe("25");
        Text(page.QuerySelector(".actions a")!).ShouldBe("Clear");
    }

    [Fact]
    public async Task Empty_and_unknown_parameters_restrict_nothing()
    {
        await using var site = await DashboardSite.StartAsync();
        await site.GetAsync("/?plugin=&project=%20&phase=&key=&cursor=&limit=&refresh=&utm_source=mail");
        site.Cluster.Listed.ShouldHaveSingleItem().ShouldBe(new JobFilter { Phases = site.Cluster.Listed[0].Phases, Limit = 50 });
        site.Cluster.Listed[0].Phases.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_resource_meta_from_propellers_log_finds_its_job()
    {
        await using var site = await DashboardSite.StartAsync();
        var meta = ResourceMeta.Write(Samples.Key(9));
        await site.GetAsync($"/?key={Uri.EscapeDataString(Convert.ToBase64String(meta))}");
        await site.GetAsync($"/?key={Uri.EscapeDataString(System.Text.Encoding.UTF8.GetString(meta))}");
        site.Cluster.Listed.Select(filter => filter.Key).ShouldBe([Samples.Key(9).Value, Samples.Key(9).Value]);
    }

    [Theory]
    [InlineData("phase", "phase=Done")]
    [InlineData("phase", "phase=1")]
    [InlineData("phase", "phase=Failed,Running")]
    [InlineData("limit", "limit=0")]
    [InlineData("limit", "limit=1001")]
    [InlineData("limit", "limit=many")]
    [InlineData("refresh", "refresh=1")]
    [InlineData("refresh", "refresh=5;url=https://evil.example")]
    [InlineData("plugin", "plugin=a&plugin=b")]
    [InlineData("node", "node=a%00b")]
    [InlineData("key", "key=qqqq")]
    [InlineData("key", "key=%7B%22v%22%3A1%7D")]
    [InlineData("trail", "trail=a%0Ab")]
    public async Task A_parameter_that_cannot_be_read_is_named(string parameter, string query)
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync($"/?{query}", HttpStatusCode.BadRequest);
        page.QuerySelector(".detail")!.TextContent.ShouldStartWith($"The parameter {parameter} must ");
        site.Cluster.Listed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_named()
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync($"/?execution={new string('x', 513)}", HttpStatusCode.BadRequest);
        page.QuerySelector(".detail")!.TextContent.ShouldBe("The parameter execution must have at most 512 characters; it has 513.");
    }

    [Fact]
    public async Task A_cursor_that_the_catalog_refuses_is_named()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = _ => throw new ArgumentException("The cursor is not of this store.");
        var page = await site.GetAsync("/?cursor=forged", HttpStatusCode.BadRequest);
        page.QuerySelector(".detail")!.TextContent.ShouldStartWith("The parameter cursor must be ");
    }

    [Fact]
    public async Task The_page_loads_itself_again_only_when_asked()
    {
        await using var site = await DashboardSite.StartAsync();
        var still = await site.GetAsync("/?project=sales");
        still.QuerySelector("meta[http-equiv]").ShouldBeNull();
        still.QuerySelector("input[name=refresh]").ShouldBeNull();
        var link = still.QuerySelector(".asof a")!;
        link.TextContent.ShouldBe("Refresh every 5 s");
        var live = await site.GetAsync(link.GetAttribute("href")!);
        live.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldBe("5");
        live.QuerySelector("input[name=refresh]")!.GetAttribute("value").ShouldBe("5");
        live.QuerySelector(".asof a")!.TextContent.ShouldBe("Stop refreshing");
        live.QuerySelector(".asof a")!.GetAttribute("href").ShouldBe("/?project=sales");
    }

    [Fact]
    public async Task A_list_without_jobs_explains_how_to_create_one()
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync("/");
        Text(page.QuerySelector(".empty h2")!).ShouldBe("No jobs yet");
        page.QuerySelectorAll(".empty code").Select(code => code.TextContent).ShouldContain("backendctl create --help");
        page.QuerySelector("table").ShouldBeNull();
        page.QuerySelector(".pager").ShouldBeNull();
    }

    [Fact]
    public async Task A_filter_without_jobs_offers_to_drop_it()
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync("/?node=n99&limit=25");
        Text(page.QuerySelector(".empty h2")!).ShouldBe("No job matches this filter");
        page.QuerySelector(".empty a")!.GetAttribute("href").ShouldBe("/?limit=25");
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        await using var site = await DashboardSite.StartAsync();
        const string hostile = "<script>alert(1)</script> \"><img src=x onerror=alert(2)> &amp; '";
        site.Cluster.Show(Samples.Summary() with { Message = hostile, Node = hostile, Plugin = hostile, ExternalId = hostile });
        var page = await site.GetAsync($"/?node={Uri.EscapeDataString(hostile)}");
        page.QuerySelectorAll("script, img").ShouldBeEmpty();
        page.QuerySelector("td.message")!.TextContent.ShouldBe(hostile);
        page.QuerySelector<IHtmlInputElement>("input[name=node]")!.Value.ShouldBe(hostile);
    }

    [Fact]
    public async Task A_long_message_is_cut_in_the_list()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary() with { Message = new string('m', 5_000) });
        var page = await site.GetAsync("/");
        page.QuerySelector("td.message")!.TextContent.ShouldBe(new string('m', 300) + "…");
    }

    [Fact]
    public async Task Links_stay_below_the_path_base()
    {
        await using var site = await DashboardSite.StartAsync("/ops");
        site.Cluster.Show(Samples.Summary());
        var page = await site.GetAsync("/ops/");
        page.QuerySelectorAll("body a[href]:not(.skip)").Select(link => link.GetAttribute("href")!).ShouldAllBe(href => href.StartsWith("/ops/"));
        page.QuerySelector("form")!.GetAttribute("action").ShouldBe("/ops/");
    }

    private static IEnumerable<string> Cells(IElement row) => row.Children.Select(Text);

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
