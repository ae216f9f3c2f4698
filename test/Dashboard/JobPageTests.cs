using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Dashboard.Tests;

public class JobPageTests
{
    private static readonly string Address = $"/jobs/{Samples.Key().Value}";

    [Fact]
    public async Task A_running_job_shows_all_that_is_known_of_it()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details(), Samples.Summary());
        var page = await site.GetAsync(Address);
        page.Title.ShouldBe("Running: f5c1b8e2a9d04/n0 #1 – Backend Plugins");
        Text(page.QuerySelector("h1")!).ShouldBe("f5c1b8e2a9d04/n0 #1 sales/production");
        Text(page.QuerySelector(".state")!).ShouldBe("▶Running BigQuery says RUNNING");
        Facts(page).ShouldBe(new Dictionary<string, string>
        {
            ["Stage"] = "Tracked",
            ["Plugin"] = "BigQuery",
            ["External id"] = "flyte_f5c1b8e2a9d04_n0_1_qqqqqqqq",
            ["At the service: location"] = "EU",
            ["At the service: project"] = "sales",
            ["Project / domain"] = "sales / production",
            ["Execution"] = "f5c1b8e2a9d04",
            ["Node"] = "n0",
            ["Attempt"] = "#1",
            ["Created"] = "2026-03-14 09:23:53.000 UTC (3 min ago)",
            ["Changed"] = "2026-03-14 09:26:41.000 UTC (12 s ago)",
            ["Last evidence"] = "2026-03-14 09:26:49.000 UTC (4 s ago)",
            ["Next check"] = "2026-03-14 09:26:56.000 UTC (in 3 s)",
            ["Key"] = Samples.Key().Value,
            ["Family"] = "family1234",
            ["resource_meta"] = $"{Meta()} base64, for backendctl get, watch and delete",
        });
        page.QuerySelectorAll(".notice").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_resource_meta_on_the_page_is_the_one_that_clients_send()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details());
        var page = await site.GetAsync(Address);
        var shown = Convert.FromBase64String(page.QuerySelector("code.meta")!.TextContent);
        ResourceMeta.Read(shown, out _).ShouldBe(Samples.Key());
    }

    [Fact]
    public async Task The_history_tells_each_edge_with_the_time_since_the_one_before()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details());
        var page = await site.GetAsync(Address);
        page.QuerySelectorAll("table.history tbody tr").Select(row => string.Join(" | ", row.Children.Select(Text))).ShouldBe(
        [
            "2026-03-14 09:23:53.000 UTC (3 min ago) | – | Accepted | ○Initializing | accepted",
            "2026-03-14 09:23:53.040 UTC (2 min ago) | 40 ms | Submitting | ○Initializing | submit begins",
            "2026-03-14 09:23:55.500 UTC (2 min ago) | 2.5 s | Tracked | ○Initializing | BigQuery has accepted the job",
            "2026-03-14 09:26:41.000 UTC (12 s ago) | 2 min 45 s | Tracked | ▶Running | BigQuery says RUNNING",
        ]);
        Text(page.QuerySelector(".timeline p")!).ShouldBe("Unchanged for 12 s.");
    }

    [Fact]
    public async Task An_ended_job_shows_its_end_its_outputs_and_no_next_check()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details(Samples.Succeeded), Samples.Summary(0, JobPhase.Succeeded));
        var page = await site.GetAsync($"{Address}?refresh=5");
        var facts = Facts(page);
        facts["Ended"].ShouldBe("2026-03-14 09:26:41.000 UTC (12 s ago)");
        facts["From created to end"].ShouldBe("2 min 48 s");
        facts["Next check"].ShouldBe("none, it has ended");
        page.QuerySelectorAll("table.outputs tbody tr").Select(row => string.Join(" | ", row.Children.Select(Text))).ShouldBe(
            ["results | structured dataset | bq://sales.tmp.anon1 (parquet)", "rows | integer | 42"]);
        page.QuerySelector(".timeline p").ShouldBeNull();
        page.QuerySelector("meta[http-equiv]").ShouldBeNull("nothing changes any more");
        page.QuerySelector(".asof a").ShouldBeNull();
    }

    [Fact]
    public async Task A_running_job_refreshes_when_asked()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details());
        var link = (await site.GetAsync(Address)).QuerySelector(".asof a")!.GetAttribute("href")!;
        link.ShouldBe($"{Address}?refresh=5");
        var live = await site.GetAsync(link);
        live.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldBe("5");
        live.QuerySelector(".asof a")!.GetAttribute("href").ShouldBe(Address);
    }

    [Fact]
    public async Task A_failed_job_shows_the_services_words_and_who_has_to_act()
    {
        await using var site = await DashboardSite.StartAsync();
        var failed = Samples.Succeeded with
        {
            Phase = JobPhase.Failed,
            Outputs = null,
            Message = "invalidQuery: Unrecognized name: custmer",
            Error = new JobError("invalidQuery", "Unrecognized name: custmer", ErrorOrigin.User),
        };
        site.Cluster.Show(Samples.Details(failed), Samples.Summary());
        var page = await site.GetAsync(Address);
        Text(page.QuerySelector(".notice.bad")!).ShouldBe("invalidQuery for the task's author Unrecognized name: custmer");
        Text(page.QuerySelector(".state")!).ShouldBe("✗Failed", "the error's words are not said twice");
    }

    [Fact]
    public async Task Upstream_trouble_tells_its_age_tries_and_next_try()
    {
        await using var site = await DashboardSite.StartAsync();
        var trouble = new UpstreamTrouble(Samples.Now.AddSeconds(-72), "jobs.get: HTTP 503 backendError", 9, Samples.Now.AddSeconds(4));
        site.Cluster.Show(Samples.Details(Samples.Running with { Trouble = trouble }), Samples.Summary());
        var notice = Text((await site.GetAsync(Address)).QuerySelectorAll(".notice").ShouldHaveSingleItem());
        notice.ShouldStartWith("No news from the service for 1 min 12 s jobs.get: HTTP 503 backendError 9 calls without evidence since");
        notice.ShouldContain("Next try 2026-03-14 09:26:57.000 UTC (in 4 s).");
    }

    [Fact]
    public async Task Store_trouble_and_a_cancel_promise_are_told()
    {
        await using var site = await DashboardSite.StartAsync();
        var details = Samples.Details(Samples.Running with { StoreTrouble = "PostgreSQL refused the connection", CancelRequested = true }) with
        {
            Cancel = new CancelIntent(Samples.Now.AddSeconds(-8), "DeleteTask of Flyte"),
        };
        site.Cluster.Show(details, Samples.Summary());
        var notices = (await site.GetAsync(Address)).QuerySelectorAll(".notice").Select(Text).ToArray();
        notices.Length.ShouldBe(2);
        notices[0].ShouldStartWith("Not yet stored PostgreSQL refused the connection");
        notices[1].ShouldStartWith("Cancel promised DeleteTask of Flyte Asked 2026-03-14 09:26:45.000 UTC (8 s ago).");
    }

    [Fact]
    public async Task An_end_that_is_not_yet_stored_still_refreshes()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details(Samples.Succeeded with { StoreTrouble = "down" }));
        (await site.GetAsync($"{Address}?refresh=5")).QuerySelector("meta[http-equiv=refresh]").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("https://console.cloud.google.com/x?a=1&b=2", true)]
    [InlineData("http://spark.internal:4040/", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("data:text/html,<script>alert(1)</script>", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//evil.example/", false)]
    [InlineData("/jobs", false)]
    [InlineData("", false)]
    public async Task Only_web_addresses_become_links(string uri, bool followed)
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details(Samples.Running with { LogLinks = [new LogLink("Console", uri)] }));
        var item = (await site.GetAsync(Address)).QuerySelectorAll(".links li").ShouldHaveSingleItem();
        var link = item.QuerySelector("a");
        link?.GetAttribute("href").ShouldBe(uri);
        (link is not null).ShouldBe(followed);
        if (!followed)
        {
            item.QuerySelector("code")!.TextContent.ShouldBe(uri);
        }
    }

    [Fact]
    public async Task Custom_info_is_indented_and_stays_text()
    {
        await using var site = await DashboardSite.StartAsync();
        var info = JsonSerializer.SerializeToElement(new { note = "</pre><script>alert(1)</script> é &" });
        site.Cluster.Show(Samples.Details(Samples.Running with { CustomInfo = info }));
        var page = await site.GetAsync(Address);
        page.QuerySelector("pre")!.TextContent.ShouldBe("{\n  \"note\": \"</pre><script>alert(1)</script> é &\"\n}");
        page.QuerySelector("script").ShouldBeNull();
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        await using var site = await DashboardSite.StartAsync();
        const string hostile = "<img src=x onerror=alert(1)>'\"";
        var job = Samples.Running with
        {
            Message = hostile,
            ExternalId = hostile,
            Error = new JobError(hostile, "another " + hostile),
            StoreTrouble = hostile,
            LogLinks = [new LogLink(hostile, $"https://example.org/{hostile}")],
            Outputs = new JobOutputs(new Dictionary<string, Literal> { [hostile] = new StringLiteral(hostile) }),
        };
        var details = Samples.Details(job) with { Plugin = hostile, Coordinates = new Dictionary<string, string> { [hostile] = hostile } };
        site.Cluster.Show(details, Samples.Summary() with { Execution = hostile, Node = hostile });
        var page = await site.GetAsync(Address);
        page.QuerySelectorAll("img, script").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).ShouldAllBe(attribute => !attribute.Name.StartsWith("on"));
        page.QuerySelector("table.outputs tbody")!.TextContent.Trim().ShouldBe($"{hostile}string{hostile}");
        page.QuerySelectorAll("table.history td.message")[^1].TextContent.ShouldBe(hostile);
    }

    [Fact]
    public async Task Execution_and_node_lead_to_their_jobs()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details(), Samples.Summary());
        var page = await site.GetAsync(Address);
        page.QuerySelectorAll("dl.facts a").Select(link => link.GetAttribute("href")).ShouldBe(
        [
            "/?project=sales&domain=production&execution=f5c1b8e2a9d04",
            "/?project=sales&domain=production&execution=f5c1b8e2a9d04&node=n0",
        ]);
        site.Cluster.Listed.ShouldHaveSingleItem().Key.ShouldBe(Samples.Key().Value);
    }

    [Fact]
    public async Task A_job_whose_category_needs_escaping_is_reached_by_its_link()
    {
        await using var site = await DashboardSite.StartAsync();
        var key = new JobKey("team a/100% sql?", Samples.Key().Hash);
        site.Cluster.Show(Samples.Details(Samples.Running with { Key = key }), Samples.Summary() with { Key = key.Value });
        var link = (await site.GetAsync("/")).QuerySelector("table.jobs a")!.GetAttribute("href")!;
        Facts(await site.GetAsync(link))["Key"].ShouldBe(key.Value);
    }

    [Fact]
    public async Task An_unknown_job_is_not_found()
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync(Address, HttpStatusCode.NotFound);
        page.QuerySelector(".detail")!.TextContent.ShouldBe($"No job has the key {Samples.Key().Value}.");
    }

    [Theory]
    [InlineData("/jobs/bigquery_query_job_task/short")]
    [InlineData("/jobs/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/jobs/")]
    public async Task What_is_no_key_is_not_found_and_asks_no_grain(string address)
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Describe = _ => throw new InvalidOperationException("No grain may be asked.");
        var page = await site.GetAsync(address, HttpStatusCode.NotFound);
        page.QuerySelector(".detail")!.TextContent.ShouldEndWith(" is no job's key.");
        page.QuerySelector("script").ShouldBeNull();
    }

    [Fact]
    public async Task A_bad_refresh_is_named()
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync($"{Address}?refresh=0", HttpStatusCode.BadRequest);
        page.QuerySelector(".detail")!.TextContent.ShouldStartWith("The parameter refresh must ");
    }

    [Fact]
    public async Task Without_the_catalog_the_page_shows_what_the_grain_knows()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details());
        site.Cluster.List = _ => throw new JobStoreUnavailableException("down");
        var page = await site.GetAsync(Address);
        Text(page.QuerySelector("h1")!).ShouldBe(Samples.Key().Value);
        Facts(page)["Stage"].ShouldBe("Tracked");
        Text(page.QuerySelector(".notice h2")!).ShouldBe("Task execution not known at the moment");
    }

    [Fact]
    public async Task A_catalog_that_hangs_does_not_hold_up_the_page()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details());
        site.Cluster.List = _ => new TaskCompletionSource<JobPage>().Task;
        var loading = site.GetAsync(Address);
        var deadline = Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        while (!loading.IsCompleted && !deadline.IsCompleted)
        {
            // The server starts its timer at some moment of its own.
            site.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(loading, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        loading.IsCompleted.ShouldBeTrue();
        Text((await loading).QuerySelector(".notice h2")!).ShouldBe("Task execution not known at the moment");
    }

    private static string Meta() => Convert.ToBase64String(ResourceMeta.Write(Samples.Key()));

    private static Dictionary<string, string> Facts(IHtmlDocument page) => page.QuerySelectorAll("dl.facts > div")
        .ToDictionary(row => row.QuerySelector("dt")!.TextContent, row => Text(row.QuerySelector("dd")!));

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
