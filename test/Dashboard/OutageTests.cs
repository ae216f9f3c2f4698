using System.Net;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Dashboard.Tests;

public class OutageTests
{
    private static readonly string JobAddress = $"/jobs/{Samples.Key().Value}";

    public static TheoryData<string, Exception> Outages => new()
    {
        { "The job store is out of reach", new JobStoreUnavailableException("no connection") },
        { "The job store is out of reach", new OrleansException("activation failed", new JobStoreUnavailableException("no connection")) },
        { "The silos are out of reach", new TimeoutException("Response did not arrive on time") },
        { "The silos are out of reach", new SiloUnavailableException("no gateway") },
        { "The silos are out of reach", new OperationCanceledException() },
        { "The silos are out of reach", new ObjectDisposedException("client") },
    };

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task The_list_says_what_is_out_of_reach_and_that_jobs_go_on(string title, Exception exception)
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = _ => Task.FromException<JobPage>(exception);
        var page = await site.GetAsync("/", HttpStatusCode.ServiceUnavailable);
        page.QuerySelector("h1")!.TextContent.ShouldBe(title);
        page.QuerySelector("main")!.TextContent.ShouldContain("Jobs go on: ");
    }

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task A_jobs_page_says_what_is_out_of_reach_and_that_jobs_go_on(string title, Exception exception)
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Describe = _ => throw exception;
        var page = await site.GetAsync(JobAddress, HttpStatusCode.ServiceUnavailable);
        page.QuerySelector("h1")!.TextContent.ShouldBe(title);
        page.QuerySelector("main")!.TextContent.ShouldContain("Jobs go on: ");
    }

    [Fact]
    public async Task Counts_out_of_reach_are_an_outage_too()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Count = _ => throw new JobStoreUnavailableException("SQLite is busy");
        var page = await site.GetAsync("/", HttpStatusCode.ServiceUnavailable);
        page.QuerySelector(".detail")!.TextContent.ShouldBe("SQLite is busy");
    }

    [Fact]
    public async Task An_outage_goes_on_refreshing_where_the_reader_asked_and_says_when_to_come_back()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = _ => throw new JobStoreUnavailableException("down");
        var page = await site.GetAsync("/?refresh=5", HttpStatusCode.ServiceUnavailable);
        page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldBe("5");
        using var answer = await site.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        site.Logs.ShouldContain("Warning: No page /: The job store is out of reach");
    }

    [Fact]
    public async Task A_defect_of_ours_shows_where_to_look_and_nothing_of_the_exception()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.List = _ => throw new InvalidOperationException("secret detail");
        var page = await site.GetAsync("/", HttpStatusCode.InternalServerError);
        page.DocumentElement.OuterHtml.ShouldNotContain("secret detail");
        var trace = page.QuerySelector(".detail")!.TextContent.Split(' ')[^1].TrimEnd('.');
        site.Logs.ShouldContain($"Error: The page / failed, trace {trace}");
    }

    [Fact]
    public async Task A_page_that_fails_while_it_is_rendered_gives_way_to_a_whole_one()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Details() with { History = null! });
        var page = await site.GetAsync(JobAddress, HttpStatusCode.InternalServerError);
        page.QuerySelectorAll("h1").ShouldHaveSingleItem().TextContent.ShouldBe("This page failed");
    }
}
