using BackendPlugins.Flyte.V1.Admin;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace BackendPlugins.Bench.Whole.Calls;

/// <summary>Calls with ready bytes both ways, so that the client costs little beside the server on the same machine.</summary>
internal sealed class RawCalls : IDisposable
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);
    private static readonly Method<byte[], byte[]> Get =
        new(MethodType.Unary, "flyteidl.service.AsyncAgentService", "GetTask", Bytes, Bytes);

    private static readonly Method<byte[], byte[]> Create =
        new(MethodType.Unary, "flyteidl.service.AsyncAgentService", "CreateTask", Bytes, Bytes);

    private readonly GrpcChannel[] _channels;
    private readonly CallInvoker[] _invokers;

    public RawCalls(string endpoint, int connections)
    {
        _channels = [.. Enumerable.Range(0, connections).Select(_ => GrpcChannel.ForAddress($"http://{endpoint}", new GrpcChannelOptions { MaxReceiveMessageSize = null }))];
        _invokers = [.. _channels.Select(channel => channel.CreateCallInvoker())];
    }

    /// <summary>The request for a job, as bytes.</summary>
    public static byte[] RequestOf(ByteString meta) => new GetTaskRequest
    {
        ResourceMeta = meta, TaskCategory = new BackendPlugins.Flyte.V1.Admin.TaskCategory { Name = "bigquery_query_job_task" },
    }.ToByteArray();

    /// <summary>One GetTask.</summary>
    /// <param name="caller">Which caller: each stays with its connection.</param>
    /// <param name="request">The request's bytes.</param>
    public Task<byte[]> GetAsync(int caller, byte[] request) => CallAsync(Get, caller, request);

    /// <summary>One CreateTask.</summary>
    /// <param name="caller">Which caller.</param>
    /// <param name="request">The request's bytes.</param>
    public Task<byte[]> CreateAsync(int caller, byte[] request) => CallAsync(Create, caller, request);

    private async Task<byte[]> CallAsync(Method<byte[], byte[]> method, int caller, byte[] request)
    {
        using var call = _invokers[caller % _invokers.Length].AsyncUnaryCall(method, null, default, request);
        return await call.ResponseAsync;
    }

    public void Dispose() => Array.ForEach(_channels, channel => channel.Dispose());
}
