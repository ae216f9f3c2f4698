using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Answers;
using BackendPlugins.Gateway.Jobs;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace BackendPlugins.Gateway.FlyteV1;

#pragma warning disable CS0612 // task_type and results are deprecated, and still what older propellers speak.

/// <summary>Flyte v1's <c>AsyncAgentService</c>.</summary>
internal sealed class AgentService(JobRequests jobs, TimeProvider time) : AsyncAgentService.AsyncAgentServiceBase
{
    public override async Task<CreateTaskResponse> CreateTask(CreateTaskRequest request, ServerCallContext context)
    {
        var key = await jobs.CreateAsync(Flyte.V1.TaskRequests.FromWire(request), jobs.Budget(context));
        return new CreateTaskResponse { ResourceMeta = UnsafeByteOperations.UnsafeWrap(ResourceMeta.Write(key)) };
    }

    public override async Task<GetTaskResponse> GetTask(GetTaskRequest request, ServerCallContext context)
    {
        var key = Address(request.ResourceMeta, request.TaskCategory, request.TaskType);
        var job = await jobs.GetAsync(key, jobs.Budget(context));
        return new GetTaskResponse { Resource = Resources.ToWire(job, time.GetUtcNow()) };
    }

    public override async Task<DeleteTaskResponse> DeleteTask(DeleteTaskRequest request, ServerCallContext context)
    {
        var key = Address(request.ResourceMeta, request.TaskCategory, request.TaskType);
        await jobs.DeleteAsync(key, "Flyte asked for it (v1 DeleteTask)", jobs.Budget(context));
        return new DeleteTaskResponse();
    }

    public override async Task<GetTaskMetricsResponse> GetTaskMetrics(GetTaskMetricsRequest request, ServerCallContext context)
    {
        var key = Address(request.ResourceMeta, request.TaskCategory, request.TaskType);
        var job = await jobs.DescribeAsync(key, jobs.Budget(context));
        return new GetTaskMetricsResponse
        {
            Results =
            {
                JobMetric.Of(job, request.Queries, request.StartTime, request.EndTime)
                    .Select(metric => new Flyte.V1.Core.ExecutionMetricResult { Metric = metric.Name, Data = metric.Data }),
            },
        };
    }

    public override async Task GetTaskLogs(
        GetTaskLogsRequest request, IServerStreamWriter<GetTaskLogsResponse> responseStream, ServerCallContext context)
    {
        var key = Address(request.ResourceMeta, request.TaskCategory, request.TaskType);
        var page = JobLogPage.Of(await jobs.DescribeAsync(key, jobs.Budget(context)), request.Lines, request.Token);
        await responseStream.WriteAsync(
            new GetTaskLogsResponse { Header = new GetTaskLogsResponseHeader { Token = page.NextToken } }, context.CancellationToken);
        foreach (var lines in page.Lines.Chunk(JobLogPage.LinesPerMessage))
        {
            var body = new GetTaskLogsResponseBody
            {
                Results = { lines.Select(line => line.Text) },
                StructuredLines =
                {
                    lines.Select(line => new LogLine
                    {
                        Timestamp = Timestamp.FromDateTimeOffset(line.At), Message = line.Text, Originator = LogLineOriginator.System,
                    }),
                },
            };
            await responseStream.WriteAsync(new GetTaskLogsResponse { Body = body }, context.CancellationToken);
        }
    }

    private static JobAddress Address(ByteString meta, Flyte.V1.Admin.TaskCategory? category, string taskType) =>
        JobAddress.OfMeta(meta.Span, ("task_category.name", category?.Name), ("task_type", taskType));
}
