using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V2;
using BackendPlugins.Flyte.V2.Connector;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>An endpoint of Flyte's v2 connector protocol.</summary>
internal sealed class V2TaskEndpoint(GrpcChannel channel, CallBudget budget) : ITaskEndpoint
{
    private readonly AsyncConnectorService.AsyncConnectorServiceClient _tasks = new(channel);
    private readonly ConnectorMetadataService.ConnectorMetadataServiceClient _connectors = new(channel);

    public WireProtocol Protocol => WireProtocol.V2;

    public async Task<ReadOnlyMemory<byte>> CreateAsync(TaskRequest request, CancellationToken cancellationToken)
    {
        var answer = await _tasks.CreateTaskAsync(TaskRequests.ToWire(request), budget.Start(cancellationToken));
        return answer.ResourceMeta.Memory;
    }

    public async Task<TaskReport> GetAsync(JobReference job, CancellationToken cancellationToken)
    {
        var wire = await ResourceAsync(job, cancellationToken);
        return new TaskReport(
            (TaskPhase)wire.Phase,
            wire.Message,
            [.. wire.LogLinks.Select(link => new LogLink(link.Name, link.Uri))],
            wire.CustomInfo is null ? null : Structs.ToJson(wire.CustomInfo, "custom_info"),
            Outputs.FromWire(wire.Outputs),
            Error: null);
    }

    public async Task<TaskNews> NewsAsync(JobReference job, CancellationToken cancellationToken)
    {
        var wire = await ResourceAsync(job, cancellationToken);
        return TaskNews.Of((TaskPhase)wire.Phase, wire.CustomInfo);
    }

    public async Task DeleteAsync(JobReference job, CancellationToken cancellationToken)
    {
        var request = new DeleteTaskRequest { TaskCategory = TaskCategories.ToWire(job.Category), ResourceMeta = MetaOf(job) };
        await _tasks.DeleteTaskAsync(request, budget.Start(cancellationToken));
    }

    public async Task<LogPage> LogsAsync(JobReference job, int lines, string token, CancellationToken cancellationToken)
    {
        var request = new GetTaskLogsRequest
        {
            TaskCategory = TaskCategories.ToWire(job.Category), ResourceMeta = MetaOf(job), Lines = (ulong)lines, Token = token,
        };
        using var call = _tasks.GetTaskLogs(request, budget.Start(cancellationToken));
        var read = new List<TaskLogLine>();
        var next = "";
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var part = call.ResponseStream.Current;
            next = part.Header?.Token ?? next;
            read.AddRange(LinesOf(part.Body ?? new GetTaskLogsResponseBody()));
        }

        return new LogPage(read, next);
    }

    public async Task<IReadOnlyList<ReportedMetric>> MetricsAsync(JobReference job, MetricQuery query, CancellationToken cancellationToken)
    {
        var request = new GetTaskMetricsRequest
        {
            TaskCategory = TaskCategories.ToWire(job.Category),
            ResourceMeta = MetaOf(job),
            Queries = { query.Queries },
            StartTime = query.Start?.ToTimestamp(),
            EndTime = query.End?.ToTimestamp(),
            Step = query.Step?.ToDuration(),
        };
        var answer = await _tasks.GetTaskMetricsAsync(request, budget.Start(cancellationToken));
        return [.. answer.Results.Select(result => new ReportedMetric(result.Metric, result.Data is null ? null : Structs.ToJson(result.Data, "data")))];
    }

    public async Task<IReadOnlyList<ConnectorEntry>> ConnectorsAsync(CancellationToken cancellationToken)
    {
        var answer = await _connectors.ListConnectorsAsync(new ListConnectorsRequest(), budget.Start(cancellationToken));
        return
        [
            .. answer.Connectors.Select(connector => new ConnectorEntry(
                connector.Name,
                IsSync: false,
                [.. connector.SupportedTaskCategories.Select(category => new TaskCategory(category.Name, category.Version))])),
        ];
    }

    public void Dispose() => channel.Dispose();

    private async Task<Resource> ResourceAsync(JobReference job, CancellationToken cancellationToken)
    {
        var request = new GetTaskRequest { TaskCategory = TaskCategories.ToWire(job.Category), ResourceMeta = MetaOf(job) };
        var answer = await _tasks.GetTaskAsync(request, budget.Start(cancellationToken));
        return answer.Resource ?? new Resource();
    }

#pragma warning disable CS0612 // results is deprecated; connectors that started as agents may fill nothing else.
    private static IEnumerable<TaskLogLine> LinesOf(GetTaskLogsResponseBody body) => body.Lines.Count > 0
        ? body.Lines.Select(line => new TaskLogLine(line.Timestamp?.ToDateTimeOffset(), line.Message, WireNames.Of(line.Originator)))
        : body.Results.Select(line => new TaskLogLine(null, line, "UNKNOWN"));
#pragma warning restore CS0612

    private static ByteString MetaOf(JobReference job) => ByteString.CopyFrom(job.Meta.Span);
}
