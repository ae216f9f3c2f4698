using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Flyte.V2.Core;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;

namespace BackendPlugins.Gateway.Tests.Jobs;

/// <summary>Secrets of v2's Connection.</summary>
public sealed class SecretTests(GatewayFixture gateway)
{
    private readonly AsyncConnectorService.AsyncConnectorServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task Create_hands_secrets_to_the_grain_beside_the_task_and_never_in_it()
    {
        var request = Samples.CreateV2();
        request.Connection = Connection("s3cret");
        var key = ResourceMeta.Read((await _client.CreateTaskAsync(request)).ResourceMeta.Span, out _).ShouldNotBeNull();
        var command = gateway.Jobs.Of(key.Value).Created.ShouldHaveSingleItem();
        command.Secrets.ShouldNotBeNull().Values["token"].ShouldBe("s3cret");
        System.Text.Json.JsonSerializer.Serialize(command.Task, PluginJson.Options).ShouldNotContain("s3cret");
        command.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Get_with_newer_secrets_renews_them_and_with_the_same_does_not()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running) with { SecretsTag = Bundle("old").Tag() };
        await _client.GetTaskAsync(new GetTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta), Connection = Connection("old") });
        await _client.GetTaskAsync(new GetTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta), Connection = Connection("new") });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (job.Renewed.IsEmpty)
        {
            await Task.Delay(10, patience.Token);
        }

        job.Renewed.ShouldHaveSingleItem().Values["token"].ShouldBe("new");
    }

    [Fact]
    public async Task Delete_brings_newer_secrets_first_since_the_cancel_may_need_them()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        await _client.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta), Connection = Connection("new") });
        job.Renewed.ShouldHaveSingleItem();
        job.DeleteReasons.ShouldHaveSingleItem();
    }

    private static SecretBundle Bundle(string value) => new(new Dictionary<string, string> { ["token"] = value });

    private static Connection Connection(string value) => new() { Secrets = { ["token"] = value } };
}
