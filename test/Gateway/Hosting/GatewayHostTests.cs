using System.Net;
using System.Net.Sockets;
using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Hosting;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace BackendPlugins.Gateway.Tests.Hosting;

public sealed class GatewayHostTests
{
    [Fact]
    public async Task It_starts_before_any_silo_answers_lists_at_once_and_jobs_as_soon_as_a_silo_comes_and_survives_its_end()
    {
        var stop = TestContext.Current.CancellationToken;
        var (grpc, http, siloPort, gatewayPort) = (FreePort(), FreePort(), FreePort(), FreePort());
        await using var app = GatewayHost.Build(
        [
            $"--Grpc:Port={grpc}", $"--Http:Port={http}", $"--Silo:GatewayPort={gatewayPort}", "--Calls:Budget=00:00:01",
            "--Logging:Console:LogLevel:Default=None",
        ]);
        await app.StartAsync(stop);
        using var channel = GrpcChannel.ForAddress($"http://localhost:{grpc}");
        var metadata = new AgentMetadataService.AgentMetadataServiceClient(channel);
        var health = new Grpc.Health.V1.Health.HealthClient(channel);
        var agents = new AsyncAgentService.AsyncAgentServiceClient(channel);

        (await metadata.ListAgentsAsync(new ListAgentsRequest())).Agents.Count.ShouldBe(1);
        (await health.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(ServingStatus.NotServing);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{http}") };
        (await client.GetAsync("/healthz/ready", stop)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/healthz/live", stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/jobs", stop)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.GetStringAsync("/cluster", stop)).ShouldContain("<h1");
        var jobs = new FakeJobs();
        var job = jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        var request = new GetTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) };
        var early = await Samples.StatusOf(agents.GetTaskAsync(request));
        early.StatusCode.ShouldBe(StatusCode.Unavailable);
        early.Detail.ShouldContain("did not answer in time");

        using (var silo = await StartSiloAsync(jobs, siloPort, gatewayPort))
        {
            await UntilAsync(async () => (await agents.GetTaskAsync(request)).Resource.Message == "the job is Running");
            (await health.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(ServingStatus.Serving);
            await silo.StopAsync(stop);
        }

        await UntilAsync(async () => (await health.CheckAsync(new HealthCheckRequest())).Status == ServingStatus.NotServing);
        (await Samples.StatusOf(agents.GetTaskAsync(request))).StatusCode.ShouldBe(StatusCode.Unavailable);
        (await metadata.ListAgentsAsync(new ListAgentsRequest())).Agents.Count.ShouldBe(1);

        using (await StartSiloAsync(jobs, siloPort, gatewayPort))
        {
            await UntilAsync(async () => (await health.CheckAsync(new HealthCheckRequest())).Status == ServingStatus.Serving);
            await UntilAsync(async () => (await agents.GetTaskAsync(request)).Resource.Message == "the job is Running");
        }
    }

    [Fact]
    public async Task It_runs_beside_a_silo_in_one_process()
    {
        var stop = TestContext.Current.CancellationToken;
        var (grpc, siloPort, gatewayPort) = (FreePort(), FreePort(), FreePort());
        var jobs = new FakeJobs();
        var builder = WebApplication.CreateSlimBuilder([$"--Grpc:Port={grpc}", "--Http:Port=0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(jobs);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort));
        builder.Services.AddBackendGateway(builder.Configuration).AddBackendGatewayEndpoints();
        await using var app = builder.Build();
        app.MapBackendGateway();
        await app.StartAsync(stop);
        using var channel = GrpcChannel.ForAddress($"http://localhost:{grpc}");
        var job = jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        var client = new AsyncAgentService.AsyncAgentServiceClient(channel);
        var answer = await client.GetTaskAsync(new GetTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) }, cancellationToken: stop);
        answer.Resource.Message.ShouldBe("the job is Running");
        var health = new Grpc.Health.V1.Health.HealthClient(channel);
        (await health.CheckAsync(new HealthCheckRequest(), cancellationToken: stop)).Status.ShouldBe(ServingStatus.Serving);
        await app.StopAsync(stop);
    }

    [Theory]
    [InlineData("--Grpc:Port=70000", "Port")]
    [InlineData("--Grpc:MaxRequestBytes=1", "MaxRequestBytes")]
    [InlineData("--Http:Port=-1", "Port")]
    [InlineData("--Calls:Budget=00:00:00", "Budget")]
    [InlineData("--Clustering:Provider=zookeeper", "Clustering:Provider")]
    [InlineData("--Connectors:0:Name=x", "Connectors:0:Categories")]
    [InlineData("--Grpc:Port=eight", "Grpc:Port")]
    public async Task A_broken_setting_ends_the_process_with_one_line_that_names_it(string setting, string word)
    {
        using var words = new StringWriter();
        (await GatewayHost.RunAsync([setting, "--Logging:Console:LogLevel:Default=None"], words)).ShouldBe(1);
        words.ToString().Trim().ShouldContain(word);
        words.ToString().Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_port_in_use_ends_the_process_with_one_line_that_names_it()
    {
        using var taken = new TcpListener(IPAddress.IPv6Any, 0);
        taken.Server.DualMode = true;
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var words = new StringWriter();
        var code = await GatewayHost.RunAsync(
            [$"--Grpc:Port={port}", $"--Http:Port={FreePort()}", $"--Silo:GatewayPort={FreePort()}", "--Logging:Console:LogLevel:Default=None"], words);
        code.ShouldBe(1);
        words.ToString().ShouldContain($"{port}");
    }

    private static async Task<IHost> StartSiloAsync(FakeJobs jobs, int siloPort, int gatewayPort)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(jobs);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(
            siloPort, gatewayPort, null, "backend-plugins", "backend-plugins"));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 300; i++)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                // Not listening, or not connected yet.
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.Fail("It did not come to hold within 30 s.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
