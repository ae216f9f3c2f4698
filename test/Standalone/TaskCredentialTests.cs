using System.Text;
using System.Text.Json;
using BackendPlugins.Flyte.V2;
using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Flyte.V2.Core;
using Google.Protobuf;
using Grpc.Net.Client;
using Phase = BackendPlugins.Flyte.V2.Core.TaskExecution.Types.Phase;
using PhaseV1 = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Standalone.Tests;

/// <summary>A task's own Google credentials, from the request that brings them to the service that asks for a token.</summary>
public sealed class TaskCredentialTests : IAsyncLifetime
{
    private const string Secret = "google_application_credentials";
    private const string Forever = "SELECT 1 /* sim: pending=0s duration=1h */";

    private readonly TemporaryFolder _folder = new();
    private GuardedService _google = null!;

    public async ValueTask InitializeAsync() => _google = await GuardedService.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _google.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Credentials_of_a_connection_outlive_the_process_for_polling_and_cancelling()
    {
        var key = _google.KeyOf(GuardedService.Account);
        ByteString meta;
        await using (var first = await _google.StartBackendAsync(_folder.Data))
        {
            using var channel = GrpcChannel.ForAddress($"http://{first.Endpoint}");
            var client = new AsyncConnectorService.AsyncConnectorServiceClient(channel);
            meta = (await client.CreateTaskAsync(Request("outlive", Forever, key))).ResourceMeta;
            await UntilAsync(client, meta, resource => resource.Phase == Phase.Running);
            await first.Program.KillAsync();
            Holds(key, first.Program.Text, meta.ToStringUtf8()).ShouldBeFalse();
        }

        FilesWith(key).ShouldBeEmpty();
        var before = _google.Simulator.ReadBooks().Jobs.ShouldHaveSingleItem();
        await using var second = await _google.StartBackendAsync(_folder.Data);
        // Nobody asks: the stored secret alone serves.
        await _google.UntilAsync(book => book.Gets > before.Gets + 1);
        using var laterChannel = GrpcChannel.ForAddress($"http://{second.Endpoint}");
        var later = new AsyncConnectorService.AsyncConnectorServiceClient(laterChannel);
        var seen = (await later.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta })).Resource;
        seen.Phase.ShouldBe(Phase.Running);
        await later.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = meta });
        var ended = await UntilAsync(later, meta, resource => resource.Phase == Phase.Aborted);
        await _google.UntilAsync(book => book is { ErrorReason: "stopped", Inserts: 1 });
        Holds(key, second.Program.Text, seen.ToString(), ended.ToString()).ShouldBeFalse();
        FilesWith(key).ShouldBeEmpty();
        _google.Simulator.ReadBooks().TokensIssued.ShouldBe(2);
    }

    [Fact]
    public async Task Later_call_with_newer_credentials_mends_a_job_whose_key_was_deleted()
    {
        await using var service = await _google.StartBackendAsync(_folder.Data);
        using var channel = GrpcChannel.ForAddress($"http://{service.Endpoint}");
        var client = new AsyncConnectorService.AsyncConnectorServiceClient(channel);
        var request = Request("mend", "SELECT 1 /* sim: pending=0s duration=20s */", _google.KeyOf(GuardedService.Account));
        var meta = (await client.CreateTaskAsync(request)).ResourceMeta;
        await UntilAsync(client, meta, resource => resource.Phase == Phase.Running);
        await _google.DeleteKeyAsync(GuardedService.Account);
        var held = await UntilAsync(client, meta, resource => resource.Message.Contains("authError", StringComparison.Ordinal) || resource.Message.Contains("not accepted", StringComparison.Ordinal));
        held.Phase.ShouldBe(Phase.Running, "a token that is not taken says nothing of the job");

        request.Connection.Secrets[Secret] = _google.KeyOf(GuardedService.OtherAccount);
        var end = await UntilAsync(client, meta, resource => resource.Phase is not Phase.Running, request.Connection);
        end.Phase.ShouldBe(Phase.Succeeded);
        _google.Simulator.ReadBooks().Jobs.ShouldHaveSingleItem().Inserts.ShouldBe(1);
    }

    [Fact]
    public async Task Credentials_that_are_none_fail_the_task_by_name_and_nothing_is_started()
    {
        await using var service = await _google.StartBackendAsync(_folder.Data);
        using var channel = GrpcChannel.ForAddress($"http://{service.Endpoint}");
        var client = new AsyncConnectorService.AsyncConnectorServiceClient(channel);
        await _google.DeleteKeyAsync(GuardedService.Account);
        foreach (var (key, words) in new[] { ("hunter2", "is no JSON"), (_google.KeyOf(GuardedService.Account), "is not accepted by Google (invalid_grant)") })
        {
            var meta = (await client.CreateTaskAsync(Request($"none-{key.Length}", Forever, key))).ResourceMeta;
            var end = await UntilAsync(client, meta, resource => resource.Phase is not Phase.Initializing);
            end.Phase.ShouldBe(Phase.Failed);
            end.Message.ShouldStartWith("The secret bq-key, which the task names as its Google credentials, ");
            end.Message.ShouldContain(words);
            Holds(key, end.ToString(), service.Program.Text).ShouldBeFalse();
        }

        _google.Simulator.ReadBooks().Jobs.ShouldAllBe(book => book.Inserts == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secret_that_a_v1_task_names_is_found_where_flytekit_looks(bool inEnvironment)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_google.Folder, "secrets"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "bq_key"), inEnvironment ? "from the wrong place" : _google.KeyOf(GuardedService.Account), TestContext.Current.CancellationToken);
        IEnumerable<(string, string)> variables = [("FLYTE_SECRETS_DEFAULT_DIR", folder.FullName)];
        await using var service = await _google.StartBackendAsync(
            _folder.Data, inEnvironment ? variables.Append(("_FSEC_BQ_KEY", _google.KeyOf(GuardedService.Account))) : variables);
        using var client = new FlyteClient(service);
        var task = FlyteClient.Query("named", 0, "SELECT 1 /* sim: pending=0s duration=300ms */");
        task = task with { Template = task.Template with { Custom = Custom("bq_key") } };
        var end = await client.UntilAsync(await client.CreateAsync(task), FlyteClient.IsEnd);
        end.Phase.ShouldBe(PhaseV1.Succeeded, end.Message);
        _google.Simulator.ReadBooks().TokensIssued.ShouldBe(1);
    }

    private static JsonElement Custom(string secret) => JsonSerializer.SerializeToElement(new
    {
        ProjectID = "tests",
        Location = "US",
        secrets = new Dictionary<string, string> { [Secret] = secret },
    });

    private static CreateTaskRequest Request(string execution, string statement, string key)
    {
        var task = FlyteClient.Query(execution, 0, statement);
        var request = TaskRequests.ToWire(task with { Template = task.Template with { Custom = Custom("bq-key") } });
        request.Connection = new Connection { TaskType = "bigquery_query_job_task", Secrets = { [Secret] = key } };
        return request;
    }

    private static async Task<Resource> UntilAsync(
        AsyncConnectorService.AsyncConnectorServiceClient client, ByteString meta, Func<Resource, bool> wanted, Connection? connection = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var resource = (await client.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta, Connection = connection }, cancellationToken: limit.Token)).Resource;
            if (wanted(resource))
            {
                return resource;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Whether a text holds a line of the key, however it is escaped.</summary>
    private static bool Holds(string key, params IEnumerable<string> texts) => texts.Any(text => text.Contains(PartOf(key), StringComparison.Ordinal));

    private List<string> FilesWith(string key) =>
        [.. Directory.EnumerateFiles(_folder.Data, "*", SearchOption.AllDirectories)
            // Held by the process that runs.
            .Where(file => Path.GetFileName(file) != ".lock" && File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(PartOf(key))) >= 0)];

    private static string PartOf(string key) => key.Contains("PRIVATE KEY", StringComparison.Ordinal)
        ? JsonDocument.Parse(key).RootElement.GetProperty("private_key").GetString()!.Split('\n')[5]
        : key;
}
