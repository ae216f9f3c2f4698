using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Flyte.V2.Logs;
using BackendPlugins.Gateway.Answers;
using BackendPlugins.Gateway.Jobs;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace BackendPlugins.Gateway.FlyteV2;

/// <summary>Flyte v2's <c>AsyncConnectorService</c>.</summary>
internal sealed class ConnectorService(JobRequests jobs, TimeProvider time) : AsyncConnectorService.AsyncConnectorServiceBase
{
    public override async Task<CreateTaskResponse> CreateTask(CreateTaskRequest request, ServerCallContext context)
    {
        var key = await jobs.CreateAsync(Flyte.V2.TaskRequests.FromWire(request), jobs.Budget(context), Secrets(request.Connection));
        return new CreateTaskResponse { ResourceMeta = UnsafeByteOperations.UnsafeWrap(ResourceMeta.Write(key)) };
    }

    public override async Task<GetTaskResponse> GetTask(GetTaskRequest request, ServerCallContext context)
    {
        var job = await jobs.GetAsync(Address(request.ResourceMeta, request.TaskCategory), jobs.Budget(context));

        // Beside the answer: a Get waits for nothing.
        jobs.RenewSecretsAsync(job, Secrets(request.Connection), jobs.Budget(context)).Ignore();
        return new GetTaskResponse { Resource = Resources.ToWire(job, time.GetUtcNow()) };
    }

    public override async Task<DeleteTaskResponse> DeleteTask(DeleteTaskRequest request, ServerCallContext context)
    {
        var address = Address(request.ResourceMeta, request.TaskCategory);
        await jobs.DeleteAsync(address, "Flyte asked for it (v2 DeleteTask)", Secrets(request.Connection), jobs.Budget(context));
        return new DeleteTaskResponse();
    }

    public override async Task<GetTaskMetricsResponse> GetTaskMetrics(GetTaskMetricsRequest request, ServerCallContext context)
    {
        var job = await jobs.DescribeAsync(Address(request.ResourceMeta, request.TaskCategory), jobs.Budget(context));
        return new GetTaskMetricsResponse
        {
            Results =
            {
                JobMetric.Of(job, request.Queries, request.StartTime, request.EndTime)
                    .Select(metric => new Flyte.V2.Core.ExecutionMetricResult { Metric = metric.Name, Data = metric.Data }),
            },
        };
    }

    public override async Task GetTaskLogs(
        GetTaskLogsRequest request, IServerStreamWriter<GetTaskLogsResponse> responseStream, ServerCallContext context)
    {
        var key = Address(request.ResourceMeta, request.TaskCategory);
        var page = JobLogPage.Of(await jobs.DescribeAsync(key, jobs.Budget(context)), request.Lines, request.Token);
        await responseStream.WriteAsync(
            new GetTaskLogsResponse { Header = new GetTaskLogsResponseHeader { Token = page.NextToken } }, context.CancellationToken);
        foreach (var lines in page.Lines.Chunk(JobLogPage.LinesPerMessage))
        {
            var body = new GetTaskLogsResponseBody
            {
                Lines =
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

    private static SecretBundle Secrets(Flyte.V2.Core.Connection? connection) =>
        connection is { Secrets.Count: > 0 } ? new SecretBundle(new Dictionary<string, string>(connection.Secrets)) : SecretBundle.None;

    private static JobAddress Address(ByteString meta, Flyte.V2.Connector.TaskCategory? category) =>
        JobAddress.OfMeta(meta.Span, ("task_category.name", category?.Name));
}
