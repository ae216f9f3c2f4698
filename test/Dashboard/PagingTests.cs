using System.Globalization;
using AngleSharp.Html.Dom;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Dashboard.Tests;

public class PagingTests
{
    [Fact]
    public async Task Older_and_newer_walk_the_pages_both_ways()
    {
        await using var site = await DashboardSite.StartAsync();
        Fill(site, pages: 4);
        var address = "/?project=sales";
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

        address.ShouldBe("/?project=sales");
        site.Cluster.Listed.ShouldAllBe(filter => filter.Project == "sales");
    }

    [Fact]
    public async Task The_first_page_has_no_newer_and_the_last_no_older()
    {
        await using var site = await DashboardSite.StartAsync();
        Fill(site, pages: 2);
        var first = await site.GetAsync("/");
        Link(first, "prev").ShouldBeNull();
        var last = await site.GetAsync(Link(first, "next")!);
        Link(last, "next").ShouldBeNull();
        Link(last, "prev").ShouldBe("/");
    }

    [Fact]
    public async Task The_address_stays_short_however_deep_the_reader_goes()
    {
        await using var site = await DashboardSite.StartAsync();
        Fill(site, pages: 60);
        var address = "/";
        var longest = 0;
        for (var depth = 0; depth < 59; depth++)
        {
            address = Link(await site.GetAsync(address), "next")!;
            longest = Math.Max(longest, address.Length);
        }

        var page = await site.GetAsync(address);
        Node(page).ShouldBe("n59");
        longest.ShouldBeLessThan(500);
        var newer = await site.GetAsync(Link(page, "prev")!);
        Node(newer).ShouldBe("n58");
    }

    [Fact]
    public async Task A_page_beyond_the_end_leads_back_to_the_newest()
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync("/?cursor=old&node=n1");
        page.QuerySelector(".empty h2")!.TextContent.ShouldBe("No older jobs");
        page.QuerySelector(".empty a")!.GetAttribute("href").ShouldBe("/?node=n1");
    }

    private static void Fill(DashboardSite site, int pages) => site.Cluster.List = filter =>
    {
        var number = int.Parse(filter.Cursor?["at+".Length..] ?? "0", CultureInfo.InvariantCulture);
        return Task.FromResult(new JobPage([Samples.Summary(number)], number + 1 < pages ? $"at+{number + 1}" : null));
    };

    private static string Node(IHtmlDocument page) => page.QuerySelector("table.jobs a")!.TextContent.Split('/')[1];

    private static string? Link(IHtmlDocument page, string direction) => page.QuerySelector($"a[rel={direction}]")?.GetAttribute("href");
}
