using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Dashboard.Tests;

/// <summary>The job list as it is first loaded.</summary>
public sealed class JobListTests
{
    [Fact]
    public async Task Every_filter_reaches_the_catalog_and_stands_in_its_field_again()
    {
        await using var site = await DashboardSite.StartAsync();
        var key = Samples.Key(3).Value;
        var page = await site.GetAsync(
            "/jobs?phase=failed&phase=RetryableFailed&plugin=BigQuery&project=sales&domain=production&execution=f5&node=n%200&external_id=a%26b"
            + $"&key={key}&text=50%25&from=2026-03-01T10:00&to=2026-03-02T10:00Z&order=-execution&limit=25");
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
            Text = "50%",
            From = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero),
            To = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero),
            Order = JobOrder.Execution,
            Limit = 25,
        } with
        { Phases = (asked with { Phases = [] }).Phases });
        page.QuerySelectorAll<IHtmlInputElement>("form input").Select(input => $"{input.Name}={input.Value}").ShouldBe(
            ["text=50%", "project=sales", "domain=production", "execution=f5", "external_id=a&b", "from=2026-03-01T10:00", "to=2026-03-02T10:00", "node=n 0", $"key={key}"]);
        page.QuerySelector<IHtmlSelectElement>("select[name=plugin]")!.Value.ShouldBe("BigQuery");
        page.QuerySelectorAll(".chip[aria-current=true]").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_time_by_name_counts_from_the_minute_that_is_now()
    {
        await using var site = await DashboardSite.StartAsync();
        await site.GetAsync("/jobs?since=1h");
        site.Cluster.Listed.ShouldHaveSingleItem().From.ShouldBe(new DateTimeOffset(2026, 3, 14, 8, 26, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Counts_are_of_all_phases_and_their_links_keep_the_other_filters()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary());
        site.Cluster.Count = _ => Task.FromResult<IReadOnlyDictionary<JobPhase, long>>(new Dictionary<JobPhase, long> { [JobPhase.Running] = 1_234, [JobPhase.Failed] = 5 });
        var page = await site.GetAsync("/jobs?project=sales&phase=Failed&cursor=abc&limit=25");
        var chips = page.QuerySelectorAll(".chip");
        chips.Select(Text).ShouldBe(["All 1,239", "○Initializing 0", "▶Running 1,234", "✓Succeeded 0", "■Aborted 0", "✗Failed 5", "↻Failed, retryable 0"]);
        chips[2].GetAttribute("href").ShouldBe("jobs?phase=Running&project=sales&limit=25");
        site.Cluster.Counted.Last().Phases.ShouldBeEmpty();
        page.QuerySelectorAll("a[download]").Select(link => link.GetAttribute("href"))
            .ShouldBe(["jobs/export.csv?phase=Failed&project=sales", "jobs/export.json?phase=Failed&project=sales"]);
    }

    [Fact]
    public async Task A_resource_meta_from_propellers_log_finds_its_job()
    {
        await using var site = await DashboardSite.StartAsync();
        var meta = ResourceMeta.Write(Samples.Key(9));
        await site.GetAsync($"/jobs?key={Uri.EscapeDataString(Convert.ToBase64String(meta))}");
        site.Cluster.Listed.Select(filter => filter.Key).ShouldBe([Samples.Key(9).Value]);
    }

    [Theory]
    [InlineData("phase", "phase=Done")]
    [InlineData("phase", "phase=Failed,Running")]
    [InlineData("limit", "limit=0")]
    [InlineData("limit", "limit=1001")]
    [InlineData("plugin", "plugin=a&plugin=b")]
    [InlineData("node", "node=a%00b")]
    [InlineData("key", "key=qqqq")]
    [InlineData("trail", "trail=a%0Ab")]
    [InlineData("since", "since=yesterday")]
    [InlineData("from", "from=noon")]
    [InlineData("order", "order=size")]
    public async Task A_parameter_that_cannot_be_read_is_named(string parameter, string query)
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync($"/jobs?{query}", HttpStatusCode.BadRequest);
        page.QuerySelector(".detail")!.TextContent.ShouldStartWith($"The parameter {parameter} must ");
        using var export = await site.Client.GetAsync(new Uri($"/jobs/export.csv?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        export.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        site.Cluster.Listed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_that_the_catalog_refuses_is_named()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = _ => throw new ArgumentException("The cursor is not of this store.");
        var page = await site.GetAsync("/jobs?cursor=forged", HttpStatusCode.BadRequest);
        page.QuerySelector(".detail")!.TextContent.ShouldStartWith("The parameter cursor must be ");
    }

    [Fact]
    public async Task Next_and_previous_walk_the_pages_both_ways()
    {
        await using var site = await DashboardSite.StartAsync();
        Fill(site, pages: 4);
        var address = "/jobs?project=sales";
        foreach (var expected in new[] { "n0", "n1", "n2", "n3" })
        {
            var page = await site.GetAsync(address);
            Node(page).ShouldBe(expected);
            address = Link(page, "next") ?? address;
        }

        foreach (var expected in new[] { "n3", "n2", "n1", "n0" })
        {
            var page = await site.GetAsync(address);
            Node(page).ShouldBe(expected);
            address = Link(page, "prev") ?? address;
        }

        address.ShouldBe("/jobs?project=sales");
    }

    [Fact]
    public async Task The_address_stays_short_however_deep_the_reader_goes()
    {
        await using var site = await DashboardSite.StartAsync();
        Fill(site, pages: 60);
        var address = "/jobs";
        var longest = 0;
        for (var depth = 0; depth < 59; depth++)
        {
            address = Link(await site.GetAsync(address), "next")!;
            longest = Math.Max(longest, address.Length);
        }

        Node(await site.GetAsync(address)).ShouldBe("n59");
        longest.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task Headings_order_and_turn_around()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary());
        var page = await site.GetAsync("/jobs?order=-changed&project=sales&cursor=abc");
        page.QuerySelectorAll("table.jobs thead a").Select(link => link.GetAttribute("href")).ShouldBe(
        [
            "jobs?project=sales&order=phase", "jobs?project=sales&order=execution", "jobs?project=sales&order=project", "jobs?project=sales&order=plugin",
            "jobs?project=sales", "jobs?project=sales&order=changed",
        ]);
        page.QuerySelectorAll("th[aria-sort]").ShouldHaveSingleItem().GetAttribute("aria-sort").ShouldBe("descending");
    }

    [Fact]
    public async Task A_list_without_jobs_explains_how_to_create_one_and_a_filter_how_to_drop_it()
    {
        await using var site = await DashboardSite.StartAsync();
        Text((await site.GetAsync("/jobs")).QuerySelector(".empty h2")!).ShouldBe("No jobs yet");
        var filtered = await site.GetAsync("/jobs?node=n99&limit=25");
        Text(filtered.QuerySelector(".empty h2")!).ShouldBe("No job matches this filter");
        filtered.QuerySelector(".empty a")!.GetAttribute("href").ShouldBe("jobs?limit=25");
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        await using var site = await DashboardSite.StartAsync();
        const string hostile = "<script>alert(1)</script> \"><img src=x onerror=alert(2)> &amp; '";
        site.Cluster.Show(Samples.Summary() with { Message = hostile, Node = hostile, Plugin = hostile, ExternalId = hostile });
        var page = await site.GetAsync($"/jobs?node={Uri.EscapeDataString(hostile)}");
        page.QuerySelectorAll("img, script:not([src])").ShouldBeEmpty();
        page.QuerySelector("td.message")!.TextContent.ShouldBe(hostile);
        page.QuerySelector<IHtmlInputElement>("input[name=node]")!.Value.ShouldBe(hostile);
    }

    [Fact]
    public async Task An_export_walks_all_pages_and_no_cell_is_a_formula()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = filter =>
        {
            var number = int.Parse(filter.Cursor ?? "0", CultureInfo.InvariantCulture);
            return Task.FromResult(new JobPage(
                [Samples.Summary(number) with { Message = "=HYPERLINK(\"x\"), \"quoted\"\nline" }], number < 2 ? $"{number + 1}" : null));
        };
        var csv = await site.Client.GetStringAsync(new Uri("/jobs/export.csv?project=sales", UriKind.Relative), TestContext.Current.CancellationToken);
        csv.ShouldContain("\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\"\nline\"\r\n");
        csv.Split("\r\n").Length.ShouldBe(5);
        site.Cluster.Listed.ShouldAllBe(filter => filter.Limit == 1_000 && filter.Project == "sales");

        using var json = JsonDocument.Parse(await site.Client.GetStringAsync(new Uri("/jobs/export.json", UriKind.Relative), TestContext.Current.CancellationToken));
        json.RootElement.EnumerateArray().Select(job => job.GetProperty("node").GetString()).ShouldBe(["n0", "n1", "n2"]);
    }

    private static void Fill(DashboardSite site, int pages) => site.Cluster.List = filter =>
    {
        var number = int.Parse(filter.Cursor?["at+".Length..] ?? "0", CultureInfo.InvariantCulture);
        return Task.FromResult(new JobPage([Samples.Summary(number)], number + 1 < pages ? $"at+{number + 1}" : null));
    };

    private static string Node(IHtmlDocument page) => page.QuerySelector("table.jobs tbody a")!.TextContent.Split('/')[1];

    private static string? Link(IHtmlDocument page, string direction) =>
        page.QuerySelector($"a[rel={direction}]") is { } link && link.GetAttribute("aria-disabled") == "false" ? $"/{link.GetAttribute("href")}" : null;

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
