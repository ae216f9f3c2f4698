namespace BackendPlugins.Dashboard.Tests;

public class JobListTests
{
    [Fact]
    public async Task The_list_shows_a_job()
    {
        await using var site = await DashboardSite.StartAsync();
        site.Cluster.Show(Samples.Summary());
        var page = await site.GetAsync("/");
        page.QuerySelectorAll("table.jobs tbody tr").Length.ShouldBe(1);
    }
}
