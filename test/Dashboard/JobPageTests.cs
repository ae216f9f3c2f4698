using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Dashboard.Tests;

/// <summary>The page of a job as it is first loaded.</summary>
public sealed class JobPageTests
{
    private static readonly string Address = $"/jobs/{Samples.Key().Value}";

    [Fact]
    public async Task A_running_job_shows_where_it_stands_and_what_comes_next()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Inspection());
        var page = await site.GetAsync(Address);
        Text(page.QuerySelector("h1")!).ShouldBe("f5c1b8e2a9d04/n0 #1");
        var facts = Facts(page);
        facts["External id"].ShouldStartWith("flyte_f5c1b8e2a9d04_n0_1_qqqqqqqq");
        facts["location"].ShouldBe("EU");
        facts["Next poll"].ShouldBe("2026-03-14 09:26:56.000 UTC (in 3 s)");
        facts["Last evidence"].ShouldBe("2026-03-14 09:26:49.000 UTC (4 s ago)");
        facts["Lives on"].ShouldBe("127.0.0.1:11111@7");
        page.QuerySelectorAll(".life b").Select(Text).ShouldBe(["Accepted", "Submitting", "Waiting at the service", "Running"]);
        page.QuerySelectorAll(".events .text").Select(Text).First().ShouldBe("Accepted accepted");
        page.QuerySelectorAll(".head button").Select(Text).ShouldBe(["Poll now", "Adopt external id…", "Cancel…"]);
    }

    [Fact]
    public async Task An_ended_job_shows_outputs_and_offers_nothing_more()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Inspection(Samples.Succeeded));
        var page = await site.GetAsync(Address);
        page.QuerySelectorAll(".head button").ShouldBeEmpty();
        Text(page.QuerySelector("[aria-labelledby=answered] tbody")!).ShouldBe("resultsstructured datasetbq://sales.tmp.anon1 (parquet)rowsinteger42");
        Facts(page)["Next poll"].ShouldBe("none: the job has ended");
        Facts(page)["totalBytesProcessed"].ShouldBe("120.6 KiB");
    }

    [Fact]
    public async Task Troubles_promises_and_errors_stand_on_top()
    {
        await using var site = await DashboardSite.StartAsync();
        var job = Samples.Running with
        {
            Trouble = new UpstreamTrouble(Samples.Now.AddMinutes(-2), "jobs.get: 503", 4, Samples.Now.AddSeconds(9)),
            StoreTrouble = "the store hangs",
            CancelRequested = true,
            Error = new JobError("invalidQuery", "Syntax error"),
        };
        var inspection = Samples.Inspection(job);
        site.Cluster.Show(inspection with { Details = inspection.Details with { Cancel = new CancelIntent(Samples.Now.AddSeconds(-5), "deleted by Flyte") } });
        var notices = (await site.GetAsync(Address)).QuerySelectorAll(".callout").Select(Text).ToList();
        notices[0].ShouldBe("No news from the servicejobs.get: 503 Silent since 2 min ago, 4 tries, asked again in 9 s.");
        notices[1].ShouldStartWith("Not yet storedthe store hangs");
        notices[2].ShouldStartWith("Cancellingdeleted by Flyte");
        notices[3].ShouldStartWith("invalidQuerySyntax error");
    }

    [Theory]
    [InlineData("https://console.example/", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("/relative", false)]
    public async Task Only_web_addresses_become_links(string uri, bool followed)
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Inspection(Samples.Running with { LogLinks = [new LogLink("Console", uri)] }));
        var page = await site.GetAsync(Address);
        page.QuerySelectorAll("a").Any(link => link.GetAttribute("href") == uri).ShouldBe(followed);
    }

    [Fact]
    public async Task Attempts_of_the_family_are_told_and_missed_quietly()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Inspection());
        site.Cluster.Show(Samples.Summary() with { Attempt = 1 }, Samples.Summary(5, JobPhase.Aborted) with { Attempt = 0 });
        Facts(await site.GetAsync(Address))["Family"].ShouldStartWith("#0■Aborted");
        site.Cluster.Listed.Last().Family.ShouldBe("family1234");

        await using var without = await DashboardSite.StartAsync();
        without.Cluster.Show(Samples.Inspection());
        without.Cluster.List = _ => throw new JobStoreUnavailableException("down");
        Facts(await without.GetAsync(Address))["Family"].ShouldBe("the store did not answer");
    }

    [Theory]
    [InlineData("/jobs/none")]
    [InlineData("/jobs/bigquery_query_job_task/short")]
    public async Task What_is_no_key_is_not_found(string address)
    {
        await using var site = await DashboardSite.StartAsync();
        Text((await site.GetAsync(address, HttpStatusCode.NotFound)).QuerySelector("h1")!).ShouldBe("No such job");
    }

    [Fact]
    public async Task An_unknown_job_is_not_found()
    {
        await using var site = await DashboardSite.StartAsync();
        Text((await site.GetAsync(Address, HttpStatusCode.NotFound)).QuerySelector("h1")!).ShouldBe("No such job");
    }

    [Fact]
    public async Task Pages_that_only_read_offer_no_actions()
    {
        await using var site = await DashboardSite.StartAsync(null, new KeyValuePair<string, string?>("Dashboard:Actions", "false"));
        site.Cluster.Show(Samples.Inspection());
        (await site.GetAsync(Address)).QuerySelectorAll(".head button").ShouldBeEmpty();
    }

    private static Dictionary<string, string> Facts(IHtmlDocument page) => page.QuerySelectorAll("dl.facts > dt")
        .GroupBy(Text).ToDictionary(group => group.Key, group => Text(group.First().NextElementSibling!));

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
