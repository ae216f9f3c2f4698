using System.Net;
using BackendPlugins.Processes;

namespace BackendPlugins.Standalone.Tests;

/// <summary>What an operator opens first.</summary>
public sealed class OperatorPageTests
{
    [Fact]
    public async Task Pages_health_and_metrics_answer()
    {
        using var folder = new TemporaryFolder();
        await using var service = await StandaloneInstance.StartAsync(folder.Data);
        using var flyte = new FlyteClient(service);
        var meta = await flyte.CreateAsync(FlyteClient.Query("pages", 0, "SELECT 1 /* sim: duration=200ms */"));
        await flyte.UntilAsync(meta, FlyteClient.IsEnd);
        using var http = new HttpClient { BaseAddress = service.Http };

        (await http.GetStringAsync("/jobs")).ShouldContain("flyte_pages_n0_0_");
        (await http.GetStringAsync("/metrics")).ShouldContain("backend_plugin_jobs_accepted");
        (await http.GetStringAsync("/orleans")).ShouldContain("<html", Case.Insensitive);
        foreach (var path in (string[])["/healthz/live", "/healthz/ready", "/openapi/v1.json"])
        {
            (await http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        (await http.GetAsync("/api/v1/jobs?cursor=xyz")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.GetAsync("/jobs?cursor=xyz")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var job = System.Text.Json.JsonDocument.Parse(meta.ToByteArray()).RootElement.GetProperty("job").GetString();
        (await http.GetStringAsync($"/jobs/{job}")).ShouldContain("accepted");
    }
}
