using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Processes;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Standalone.Tests;

/// <summary>Calls a service as propeller does.</summary>
internal sealed class FlyteClient(StandaloneInstance service) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress($"http://{service.Endpoint}");

    private AsyncAgentService.AsyncAgentServiceClient Agent => new(_channel);

    public static TaskRequest Query(string execution, int node, string statement)
    {
        var id = new TaskIdentifier("flytesnacks", "development", "tests.query", "v1");
        return new TaskRequest
        {
            Category = new TaskCategory("bigquery_query_job_task"),
            OutputPrefix = $"s3://flyte/{execution}/n{node}/data/0",
            Template = new TaskTemplate
            {
                Id = id,
                Sql = new SqlStatement(statement),
                Custom = System.Text.Json.JsonSerializer.SerializeToElement(new { ProjectID = "tests", Location = "US" }),
            },
            Execution = new TaskExecution { Id = new TaskExecutionId(id, "flytesnacks", "development", execution, $"n{node}", 0) },
        };
    }

    public async Task<ByteString> CreateAsync(TaskRequest task, CancellationToken cancellationToken = default) =>
        (await Agent.CreateTaskAsync(TaskRequests.ToWire(task), Options(cancellationToken))).ResourceMeta;

    public async Task<Resource> GetAsync(ByteString meta, CancellationToken cancellationToken = default) =>
        (await Agent.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta }, Options(cancellationToken))).Resource;

    public async Task DeleteAsync(ByteString meta) => await Agent.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = meta }, Options());

    /// <summary>Asks until a condition holds.</summary>
    public async Task<Resource> UntilAsync(ByteString meta, Func<Resource, bool> wanted, TimeSpan? most = null)
    {
        using var limit = new CancellationTokenSource(most ?? TimeSpan.FromSeconds(60));
        while (true)
        {
            var resource = await GetAsync(meta, limit.Token);
            if (wanted(resource))
            {
                return resource;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    public static bool IsEnd(Resource resource) =>
        resource.Phase is Phase.Succeeded or Phase.Failed or Phase.RetryableFailed or Phase.Aborted;

    public void Dispose() => _channel.Dispose();

    private static CallOptions Options(CancellationToken cancellationToken = default) =>
        new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(10), cancellationToken: cancellationToken);
}
