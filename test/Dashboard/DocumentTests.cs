using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Dashboard.Tests;

/// <summary>What holds for every page, also for those that tell of a problem.</summary>
public class DocumentTests
{
    private static readonly string Job = $"/jobs/{Samples.Key().Value}";

    public static TheoryData<string, HttpStatusCode> Pages => new()
    {
        { "/", HttpStatusCode.OK },
        { "/?phase=Failed&node=n1&refresh=5&cursor=a&trail=b", HttpStatusCode.OK },
        { "/?limit=x", HttpStatusCode.BadRequest },
        { "/?project=down", HttpStatusCode.ServiceUnavailable },
        { Job, HttpStatusCode.OK },
        { "/jobs/none", HttpStatusCode.NotFound },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Browsers_apply_the_one_stylesheet_and_run_nothing(string address, HttpStatusCode status)
    {
        await using var site = await StartAsync();
        var page = await site.GetAsync(address, status);
        using var answer = await site.Client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var style = page.QuerySelectorAll("style").ShouldHaveSingleItem().TextContent;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().Split("; ");
        policy.ShouldBe(
        [
            "default-src 'none'", $"style-src 'sha256-{hash}'", "img-src data:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        ]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.QuerySelectorAll("script, iframe, object, [style]").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).ShouldAllBe(attribute => !attribute.Name.StartsWith("on"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Keyboards_and_screen_readers_find_their_way(string address, HttpStatusCode status)
    {
        await using var site = await StartAsync();
        var page = await site.GetAsync(address, status);
        page.DocumentElement.GetAttribute("lang").ShouldBe("en");
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelectorAll("main").ShouldHaveSingleItem().Id.ShouldBe("content");
        page.QuerySelector("body")!.FirstElementChild!.GetAttribute("href").ShouldBe("#content");
        page.QuerySelectorAll("th").ShouldAllBe(header => header.HasAttribute("scope"));
        page.QuerySelectorAll<IHtmlElement>("input:not([type=hidden]), select").ShouldAllBe(input => input.Closest("label") != null);
        page.QuerySelectorAll("nav, form, [role=region]").ShouldAllBe(part => part.HasAttribute("aria-label") || part.HasAttribute("aria-labelledby"));
        page.QuerySelectorAll(".wide-table, pre").ShouldAllBe(part => part.GetAttribute("tabindex") == "0");
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToArray();
        ids.ShouldBeUnique();
        page.QuerySelectorAll("[aria-labelledby]").ShouldAllBe(part => ids.Contains(part.GetAttribute("aria-labelledby")));
        page.QuerySelectorAll("a").ShouldAllBe(link => link.TextContent.Trim().Length > 0);
        page.QuerySelector("meta[name=viewport]").ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_leads_to_the_other_tools(string address, HttpStatusCode status)
    {
        await using var site = await StartAsync();
        var page = await site.GetAsync(address, status);
        page.QuerySelectorAll("header nav a").Select(link => link.GetAttribute("href")).ShouldBe(["/", "/orleans", "/metrics", "/scalar"]);
    }

    [Fact]
    public async Task Head_is_answered_and_post_is_not()
    {
        await using var site = await StartAsync();
        using var head = new HttpRequestMessage(HttpMethod.Head, "/");
        using var headed = await site.Client.SendAsync(head, TestContext.Current.CancellationToken);
        headed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await headed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        using var posted = await site.Client.PostAsync(new Uri("/", UriKind.Relative), null, TestContext.Current.CancellationToken);
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private static async Task<DashboardSite> StartAsync()
    {
        var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details(Samples.Succeeded), Samples.Summary());
        site.Cluster.Count = filter => filter.Project == "down"
            ? throw new JobStoreUnavailableException("down")
            : Task.FromResult<IReadOnlyDictionary<JobPhase, long>>(new Dictionary<JobPhase, long>());
        return site;
    }
}
