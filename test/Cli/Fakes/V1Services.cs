using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Core = BackendPlugins.Flyte.V1.Core;

namespace BackendPlugins.Cli.Tests.Fakes;

internal sealed class V1Tasks(FakeBackend backend) : AsyncAgentService.AsyncAgentServiceBase
{
    public override async Task<CreateTaskResponse> CreateTask(CreateTaskRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("CreateTask", context.CancellationToken);
        return new CreateTaskResponse { ResourceMeta = ByteString.CopyFrom(backend.Create("v1", TaskRequests.FromWire(request))) };
    }

    public override async Task<GetTaskResponse> GetTask(GetTaskRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("GetTask", context.CancellationToken);
        var report = backend.Get("v1", request.ResourceMeta.ToByteArray(), request.TaskCategory.Name);
        return new GetTaskResponse
        {
            Resource = new Resource
            {
                Phase = (Core.TaskExecution.Types.Phase)report.Phase,
                Message = report.Message,
                Outputs = Outputs.ToWire(report.Outputs),
                LogLinks = { report.Links.Select(TaskLogs.ToWire) },
                CustomInfo = report.CustomInfo is null ? null : Structs.FromJson(report.CustomInfo),
                AgentError = report.ErrorCode is null ? null : AgentErrors.ToWire(new JobError(report.ErrorCode, "", ErrorOrigin.User, false)),
            },
        };
    }

    public override async Task<DeleteTaskResponse> DeleteTask(DeleteTaskRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("DeleteTask", context.CancellationToken);
        backend.Deleted.Enqueue(("v1", request.ResourceMeta.ToByteArray(), request.TaskCategory.Name));
        return new DeleteTaskResponse();
    }

    public override async Task<GetTaskMetricsResponse> GetTaskMetrics(GetTaskMetricsRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("GetTaskMetrics", context.CancellationToken);
        return new GetTaskMetricsResponse
        {
            Results = { request.Queries.Select(query => new Core.ExecutionMetricResult { Metric = query, Data = Structs.FromJson("""{"v": 1}""") }) },
        };
    }

#pragma warning disable CS0612 // Lines go out in the old form too, as gateways do.
    public override async Task GetTaskLogs(
        GetTaskLogsRequest request, IServerStreamWriter<GetTaskLogsResponse> responseStream, ServerCallContext context)
    {
        await backend.MeetFaultAsync("GetTaskLogs", context.CancellationToken);
        var (lines, next) = backend.LogPage(request.Lines, request.Token);
        await responseStream.WriteAsync(new GetTaskLogsResponse { Header = new GetTaskLogsResponseHeader { Token = next } });
        var body = new GetTaskLogsResponseBody
        {
            Results = { lines },
            StructuredLines =
            {
                lines.Select(line => new LogLine
                {
                    Message = line, Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch), Originator = LogLineOriginator.System,
                }),
            },
        };
        await responseStream.WriteAsync(new GetTaskLogsResponse { Body = body });
    }
#pragma warning restore CS0612
}

internal sealed class V1Metadata(FakeBackend backend) : AgentMetadataService.AgentMetadataServiceBase
{
    public override async Task<ListAgentsResponse> ListAgents(ListAgentsRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("ListAgents", context.CancellationToken);
        return new ListAgentsResponse
        {
            Agents = { Agents.ToWire(new PluginDescription("BigQuery", "Bigquery Connector", [new BackendPlugins.TaskCategory("bigquery_query_job_task")])) },
        };
    }
}
