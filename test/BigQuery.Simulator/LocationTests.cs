using System.Net;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class LocationTests
{
    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData(null, "US", HttpStatusCode.OK)]
    [InlineData(null, "us", HttpStatusCode.OK)]
    [InlineData(null, "EU", HttpStatusCode.NotFound)]
    [InlineData("EU", null, HttpStatusCode.OK)]
    [InlineData("EU", "EU", HttpStatusCode.OK)]
    [InlineData("EU", "US", HttpStatusCode.NotFound)]
    [InlineData("europe-west1", null, HttpStatusCode.NotFound)]
    [InlineData("europe-west1", "europe-west1", HttpStatusCode.OK)]
    [InlineData("Europe-West1", "europe-west1", HttpStatusCode.OK)]
    [InlineData("europe-west1", "EU", HttpStatusCode.NotFound)]
    public async Task Get_and_cancel_need_the_location_unless_it_is_a_multi_region(string? inserted, string? asked, HttpStatusCode expected)
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1", inserted);

        (await scene.GetJobAsync("j1", asked)).Code.ShouldBe(expected);
        (await scene.PostAsync($"projects/acme/jobs/j1/cancel{(asked is null ? "" : $"?location={asked}")}", "")).Code.ShouldBe(expected);
    }

    [Fact]
    public async Task The_default_location_is_an_option()
    {
        await using var scene = await Scene.StartAsync(options => options.DefaultLocation = "asia-east1");

        var answer = await scene.InsertAsync("j1", "SELECT 1");

        ((string?)answer.Json["jobReference"]!["location"]).ShouldBe("asia-east1");
        ((string?)answer.Json["id"]).ShouldBe("acme:asia-east1.j1");
    }

    [Fact]
    public async Task Project_ids_of_a_domain_work()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync("projects/example.com:data/jobs", """{"jobReference":{"projectId":"example.com:data","jobId":"j1"},"configuration":{"query":{"query":"SELECT 1"}}}""");

        ((string?)answer.Json["id"]).ShouldBe("example.com:data:US.j1");
        (await scene.GetAsync("projects/example.com:data/jobs/j1")).Code.ShouldBe(HttpStatusCode.OK);
    }
}
