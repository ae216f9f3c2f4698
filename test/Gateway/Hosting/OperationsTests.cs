using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BackendPlugins.Gateway.Tests.Cluster;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;

namespace BackendPlugins.Gateway.Tests.Hosting;

public sealed class OperationsTests(GatewayFixture gateway)
{
    private static readonly string[] Services =
    [
        "flyteidl.service.AsyncAgentService",
        "flyteidl.service.SyncAgentService",
        "flyteidl.service.AgentMetadataService",
        "flyteidl.service.ExternalPluginService",
        "flyteidl2.connector.AsyncConnectorService",
        "flyteidl2.connector.ConnectorMetadataService",
        "grpc.health.v1.Health",
    ];

    [Fact]
    public async Task Health_of_the_process_and_of_every_service_is_serving()
    {
        var client = new Grpc.Health.V1.Health.HealthClient(gateway.Channel);
        foreach (var service in (string[])["", .. Services])
        {
            (await client.CheckAsync(new HealthCheckRequest { Service = service })).Status
                .ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving, service);
        }

        (await Samples.StatusOf(client.CheckAsync(new HealthCheckRequest { Service = "x" }))).StatusCode.ShouldBe(StatusCode.NotFound);
        using var watch = client.Watch(new HealthCheckRequest());
        (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        watch.ResponseStream.Current.Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task Reflection_lists_every_service()
    {
        var client = new ServerReflection.ServerReflectionClient(gateway.Channel);
        using var call = client.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, TestContext.Current.CancellationToken);
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        Services.ShouldBeSubsetOf(call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Probes_answer(string path)
    {
        using var response = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_api_document_describes_both_rest_forms()
    {
        var document = await gateway.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", TestContext.Current.CancellationToken);
        var paths = document.GetProperty("paths");
        paths.GetProperty("/api/v1/jobs").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("name").GetString())
            .ShouldBe(["phase", "plugin", "project", "domain", "execution", "node", "external_id", "limit", "cursor"]);
        paths.TryGetProperty("/api/v1/jobs/{category}/{hash}", out _).ShouldBeTrue();
        var plugin = paths.GetProperty("/plugins/v1/{task_type}/{version}");
        foreach (var verb in (string[])["put", "get", "delete"])
        {
            plugin.GetProperty(verb).GetProperty("responses").EnumerateObject().Select(response => response.Name).ShouldBe(["200", "400", "500"]);
        }
    }

    [Fact]
    public async Task The_api_page_brings_its_own_script()
    {
        var page = await gateway.Http.GetStringAsync("/scalar/", TestContext.Current.CancellationToken);
        page.ShouldContain("Orleans.BackendPlugins");
        page.ShouldNotContain("cdn.");
        page.ShouldNotContain("fonts.");
    }

    [Fact]
    public async Task A_path_that_nobody_serves_is_404()
    {
        using var response = await gateway.Http.GetAsync("/no/such/path", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
