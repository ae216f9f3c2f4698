using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Dashboard.Live;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Dashboard.Tests;

/// <summary>What holds of every page.</summary>
public sealed class SiteTests
{
    private static readonly string Job = $"/jobs/{Samples.Key().Value}";

    public static TheoryData<string, HttpStatusCode> Pages => new()
    {
        { "/", HttpStatusCode.OK },
        { "/jobs", HttpStatusCode.OK },
        { "/jobs?limit=x", HttpStatusCode.BadRequest },
        { "/plugins", HttpStatusCode.OK },
        { "/cluster", HttpStatusCode.OK },
        { Job, HttpStatusCode.OK },
        { "/jobs/none", HttpStatusCode.NotFound },
    };

    public static TheoryData<string, Exception> Outages => new()
    {
        { "The job store is out of reach", new JobStoreUnavailableException("no connection") },
        { "The job store is out of reach", new OrleansException("activation failed", new JobStoreUnavailableException("no connection")) },
        { "The silos are out of reach", new TimeoutException("Response did not arrive on time") },
        { "The silos are out of reach", new SiloUnavailableException("no gateway") },
        { "The silos are out of reach", new ObjectDisposedException("client") },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Browsers_load_nothing_from_elsewhere_and_run_no_inline_script(string address, HttpStatusCode status)
    {
        await using var site = await StartAsync();
        var page = await site.GetAsync(address, status);
        using var answer = await site.Client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'; script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.QuerySelectorAll("script").ShouldAllBe(script => script.GetAttribute("src")!.StartsWith("_pages/"));
        page.QuerySelectorAll("link[rel=stylesheet]").ShouldAllBe(link => link.GetAttribute("href")!.StartsWith("_pages/"));
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
        page.QuerySelectorAll("th").ShouldAllBe(header => header.HasAttribute("scope"));
        page.QuerySelectorAll<IHtmlElement>("input:not([type=hidden]), select, textarea").ShouldAllBe(input => input.Closest("label") != null);
        page.QuerySelectorAll("nav, form").ShouldAllBe(part => part.HasAttribute("aria-label"));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToArray();
        ids.ShouldBeUnique();
        page.QuerySelectorAll("[aria-labelledby]").ShouldAllBe(part => ids.Contains(part.GetAttribute("aria-labelledby")));
        page.QuerySelectorAll("header nav a").Select(link => link.GetAttribute("href")).ShouldBe(["", "jobs", "plugins", "cluster", "orleans", "metrics", "scalar"]);
    }

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task An_outage_is_told_with_what_it_means_for_jobs(string title, Exception exception)
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = _ => Task.FromException<JobPage>(exception);
        site.Cluster.Describe = _ => throw exception;
        foreach (var address in (string[])["/jobs", Job])
        {
            var page = await site.GetAsync(address, HttpStatusCode.ServiceUnavailable);
            page.QuerySelector("h1")!.TextContent.ShouldBe(title);
            page.QuerySelector("main")!.TextContent.ShouldContain("Jobs go on: ");
        }
    }

    [Fact]
    public async Task The_overview_stands_while_the_store_is_away()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Count = _ => throw new JobStoreUnavailableException("no connection");
        var page = await site.GetAsync("/");
        page.QuerySelector(".callout")!.TextContent.ShouldContain("The job store is out of reach");
        site.Logs.ShouldContain("Warning: The pages could not read counts");
    }

    [Fact]
    public async Task A_defect_of_ours_shows_nothing_of_the_exception()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = _ => throw new InvalidOperationException("secret detail");
        var page = await site.GetAsync("/jobs", HttpStatusCode.InternalServerError);
        page.DocumentElement.OuterHtml.ShouldNotContain("secret detail");
    }

    [Fact]
    public async Task Assets_are_kept_for_good_and_packed()
    {
        await using var site = await DashboardSite.StartAsync();
        var page = await site.GetAsync("/cluster");
        foreach (var address in page.QuerySelectorAll("script[src]").Select(script => script.GetAttribute("src")!).Concat(page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{address}");
            request.Headers.AcceptEncoding.ParseAdd("br");
            using var answer = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        }
    }

    [Fact]
    public async Task A_host_can_leave_the_pages_out()
    {
        await using var site = await DashboardSite.StartAsync(null, new KeyValuePair<string, string?>("Dashboard:Enabled", "false"));
        using var answer = await site.Client.GetAsync(new Uri("/jobs", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Links_stay_below_the_path_base()
    {
        await using var site = await DashboardSite.StartAsync("/ops");
        (await site.GetAsync("/ops/jobs")).QuerySelector("base")!.GetAttribute("href").ShouldBe("/ops/");
    }

    [Fact]
    public async Task Questions_that_are_the_same_are_asked_once_in_a_while()
    {
        var time = new FakeTimeProvider();
        var answers = new SharedAnswers(time);
        var asked = 0;
        Task<int> Ask() => answers.GetAsync("question", TimeSpan.FromSeconds(2), () => Task.FromResult(++asked));
        (await Ask()).ShouldBe(1);
        (await Ask()).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(3));
        (await Ask()).ShouldBe(2);
        await Should.ThrowAsync<TimeoutException>(answers.GetAsync<int>("broken", TimeSpan.FromSeconds(2), () => throw new TimeoutException()));
        (await answers.GetAsync("broken", TimeSpan.FromSeconds(2), () => Task.FromResult(7))).ShouldBe(7);
    }

    private static async Task<DashboardSite> StartAsync()
    {
        var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Inspection(Samples.Succeeded));
        site.Cluster.Show(Samples.Summary());
        return site;
    }
}
