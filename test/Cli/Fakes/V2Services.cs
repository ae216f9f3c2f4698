using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V2;
using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Flyte.V2.Logs;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Core = BackendPlugins.Flyte.V2.Core;

namespace BackendPlugins.Cli.Tests.Fakes;

internal sealed class V2Tasks(FakeBackend backend) : AsyncConnectorService.AsyncConnectorServiceBase
{
    public override async Task<CreateTaskResponse> CreateTask(CreateTaskRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("CreateTask", context.CancellationToken);
        return new CreateTaskResponse { ResourceMeta = ByteString.CopyFrom(backend.Create("v2", TaskRequests.FromWire(request))) };
    }

    public override async Task<GetTaskResponse> GetTask(GetTaskRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("GetTask", context.CancellationToken);
        var report = backend.Get("v2", request.ResourceMeta.ToByteArray(), request.TaskCategory.Name);
        return new GetTaskResponse
        {
            Resource = new Resource
            {
                Phase = (Core.TaskExecution.Types.Phase)report.Phase,
                Message = report.Message,
                Outputs = Outputs.ToWire(report.Outputs),
                LogLinks = { report.Links.Select(TaskLogs.ToWire) },
                CustomInfo = report.CustomInfo is null ? null : Structs.FromJson(report.CustomInfo),
            },
        };
    }

    public override async Task<DeleteTaskResponse> DeleteTask(DeleteTaskRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("DeleteTask", context.CancellationToken);
        backend.Deleted.Enqueue(("v2", request.ResourceMeta.ToByteArray(), request.TaskCategory.Name));
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

    public override async Task GetTaskLogs(
        GetTaskLogsRequest request, IServerStreamWriter<GetTaskLogsResponse> responseStream, ServerCallContext context)
    {
        await backend.MeetFaultAsync("GetTaskLogs", context.CancellationToken);
        var (lines, next) = backend.LogPage(request.Lines, request.Token);
        await responseStream.WriteAsync(new GetTaskLogsResponse { Header = new GetTaskLogsResponseHeader { Token = next } });
        var body = new GetTaskLogsResponseBody
        {
            Lines =
            {
                lines.Select(line => new LogLine
                {
                    Message = line, Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch), Originator = LogLineOriginator.User,
                }),
            },
        };
        await responseStream.WriteAsync(new GetTaskLogsResponse { Body = body });
    }
}

internal sealed class V2Metadata(FakeBackend backend) : ConnectorMetadataService.ConnectorMetadataServiceBase
{
    public override async Task<ListConnectorsResponse> ListConnectors(ListConnectorsRequest request, ServerCallContext context)
    {
        await backend.MeetFaultAsync("ListConnectors", context.CancellationToken);
        return new ListConnectorsResponse
        {
            Connectors = { Connectors.ToWire(new PluginDescription("BigQuery", "Bigquery Connector", [new BackendPlugins.TaskCategory("bigquery_query_job_task")])) },
        };
    }
}
