using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Service = BackendPlugins.Flyte.V1.Service;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>An endpoint of Flyte's v1 agent protocol. Requests carry the deprecated <c>task_type</c> too: older agents read nothing else.</summary>
internal sealed class V1TaskEndpoint(GrpcChannel channel, CallBudget budget) : ITaskEndpoint
{
    private readonly Service.AsyncAgentService.AsyncAgentServiceClient _tasks = new(channel);
    private readonly Service.AgentMetadataService.AgentMetadataServiceClient _agents = new(channel);

    public WireProtocol Protocol => WireProtocol.V1;

    public async Task<ReadOnlyMemory<byte>> CreateAsync(TaskRequest request, CancellationToken cancellationToken)
    {
        var answer = await _tasks.CreateTaskAsync(TaskRequests.ToWire(request), budget.Start(cancellationToken));
        return answer.ResourceMeta.Memory;
    }

#pragma warning disable CS0612 // task_type and results are deprecated, and still all that older agents know.
    public async Task<TaskReport> GetAsync(JobReference job, CancellationToken cancellationToken) =>
        V1Reports.Of(await ResourceAsync(job, cancellationToken));

    public async Task<TaskNews> NewsAsync(JobReference job, CancellationToken cancellationToken)
    {
        var wire = await ResourceAsync(job, cancellationToken);
        return TaskNews.Of(V1Reports.PhaseOf(wire), wire.CustomInfo);
    }

    public async Task DeleteAsync(JobReference job, CancellationToken cancellationToken)
    {
        var request = new DeleteTaskRequest
        {
            TaskType = job.Category.Name, TaskCategory = TaskCategories.ToWire(job.Category), ResourceMeta = MetaOf(job),
        };
        await _tasks.DeleteTaskAsync(request, budget.Start(cancellationToken));
    }

    public async Task<LogPage> LogsAsync(JobReference job, int lines, string token, CancellationToken cancellationToken)
    {
        var request = new GetTaskLogsRequest
        {
            TaskType = job.Category.Name,
            TaskCategory = TaskCategories.ToWire(job.Category),
            ResourceMeta = MetaOf(job),
            Lines = (ulong)lines,
            Token = token,
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
            TaskType = job.Category.Name,
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
        var answer = await _agents.ListAgentsAsync(new ListAgentsRequest(), budget.Start(cancellationToken));
        return
        [
            .. answer.Agents.Select(agent => new ConnectorEntry(
                agent.Name,
                agent.IsSync,
                agent.SupportedTaskCategories.Count > 0
                    ? [.. agent.SupportedTaskCategories.Select(category => new TaskCategory(category.Name, category.Version))]
                    : [.. agent.SupportedTaskTypes.Select(type => new TaskCategory(type))])),
        ];
    }

    private async Task<Resource> ResourceAsync(JobReference job, CancellationToken cancellationToken)
    {
        var request = new GetTaskRequest
        {
            TaskType = job.Category.Name, TaskCategory = TaskCategories.ToWire(job.Category), ResourceMeta = MetaOf(job),
        };
        var answer = await _tasks.GetTaskAsync(request, budget.Start(cancellationToken));
        return answer.Resource ?? new Resource();
    }

    // The same lines may come in both forms.
    private static IEnumerable<TaskLogLine> LinesOf(GetTaskLogsResponseBody body) => body.StructuredLines.Count > 0
        ? body.StructuredLines.Select(line =>
            new TaskLogLine(line.Timestamp?.ToDateTimeOffset(), line.Message, WireNames.Of(line.Originator)))
        : body.Results.Select(line => new TaskLogLine(null, line, "UNKNOWN"));
#pragma warning restore CS0612

    public void Dispose() => channel.Dispose();

    private static ByteString MetaOf(JobReference job) => ByteString.CopyFrom(job.Meta.Span);
}
