using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Silo.Tests.Cluster;

/// <summary>Calls a gateway as propeller does, each call within Flyte's 10 s.</summary>
internal sealed class FlyteClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncAgentService.AsyncAgentServiceClient _agent;
    private int _connections;

    public FlyteClient(HostProcess gateway)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                Interlocked.Increment(ref _connections);
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        _channel = GrpcChannel.ForAddress(gateway.Grpc, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _agent = new AsyncAgentService.AsyncAgentServiceClient(_channel);
    }

    /// <summary>How often it has connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

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

    public async Task<ByteString> CreateAsync(TaskRequest task) => (await _agent.CreateTaskAsync(TaskRequests.ToWire(task), Options())).ResourceMeta;

    public async Task<Resource> GetAsync(ByteString meta) => (await _agent.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta }, Options())).Resource;

    public async Task DeleteAsync(ByteString meta) => await _agent.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = meta }, Options());

    public async Task ListAsync() => await new AgentMetadataService.AgentMetadataServiceClient(_channel).ListAgentsAsync(new ListAgentsRequest(), Options());

    /// <summary>Asks until the job has ended; a call that fails fails the test.</summary>
    public async Task<Phase> EndAsync(ByteString meta, TimeSpan? most = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var resource = await GetAsync(meta);
            if (resource.Phase is Phase.Succeeded or Phase.Failed or Phase.RetryableFailed or Phase.Aborted)
            {
                return resource.Phase;
            }

            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(most ?? TimeSpan.FromSeconds(90), resource.Message);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _channel.Dispose();

    private static CallOptions Options() => new(
        deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(10), cancellationToken: TestContext.Current.CancellationToken);
}
