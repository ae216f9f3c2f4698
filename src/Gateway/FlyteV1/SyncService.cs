using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using Grpc.Core;

namespace BackendPlugins.Gateway.FlyteV1;

/// <summary>Flyte v1's <c>SyncAgentService</c>: no plugin here answers within the call.</summary>
internal sealed class SyncService : SyncAgentService.SyncAgentServiceBase
{
    /// <summary>What callers are told.</summary>
    public const string Refusal = "no connector here runs tasks synchronously; use AsyncAgentService.CreateTask";

    public override Task ExecuteTaskSync(
        IAsyncStreamReader<ExecuteTaskSyncRequest> requestStream,
        IServerStreamWriter<ExecuteTaskSyncResponse> responseStream,
        ServerCallContext context) => throw new JobRequestException(RequestFault.Unimplemented, Refusal);
}
