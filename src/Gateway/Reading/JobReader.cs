using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Jobs;
using BackendPlugins.Gateway.Telemetry;
using Google.Protobuf;
using Grpc.Core;

namespace BackendPlugins.Gateway.Reading;

/// <summary>
/// Answers GetTask of both protocols on the gRPC port, in place of the generated services: the same answer for less. What is
/// known here goes out as ready bytes at once; everything else goes the way of every other call.
/// </summary>
/// <param name="jobs">The jobs.</param>
/// <param name="errors">Words for what goes wrong.</param>
/// <param name="metrics">Counts the calls, as the interceptor of the generated services does.</param>
/// <param name="table">Tags of the calls.</param>
/// <param name="time">Time.</param>
internal sealed class JobReader(JobRequests jobs, ErrorInterceptor errors, CallMetrics metrics, CallTagTable table, TimeProvider time)
{
    /// <summary>v1.</summary>
    public Task<byte[]> GetV1Async(Flyte.V1.Admin.GetTaskRequest request, ServerCallContext context)
    {
        var call = new Call(table.Of(request), time.GetTimestamp());
#pragma warning disable CS0612 // Older propellers say the type here alone.
        var (category, type) = (request.TaskCategory?.Name, request.TaskType);
#pragma warning restore CS0612
        return ShownHere(request.ResourceMeta, category, type) is { AnswerV1: { } ready } shown
            ? Answered(ready, shown, call)
            : AskAsync(call, context, () => AskV1Async(request, category, type, call, context));
    }

    /// <summary>v2.</summary>
    public Task<byte[]> GetV2Async(Flyte.V2.Connector.GetTaskRequest request, ServerCallContext context)
    {
        var call = new Call(table.Of(request), time.GetTimestamp());
        return request.Connection is not { Secrets.Count: > 0 }
            && ShownHere(request.ResourceMeta, request.TaskCategory?.Name, null) is { AnswerV2: { } ready } shown
            ? Answered(ready, shown, call)
            : AskAsync(call, context, () => AskV2Async(request, call, context));
    }

    private async Task<byte[]> AskAsync(Call call, ServerCallContext context, Func<Task<byte[]>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception)
        {
            var failure = exception as RpcException ?? errors.Translate(exception, context);
            if (call.Tags is { } tags)
            {
                metrics.Failed(tags, failure.StatusCode, time.GetElapsedTime(call.Start));
            }

            throw failure;
        }
    }

    private async Task<byte[]> AskV1Async(Flyte.V1.Admin.GetTaskRequest request, string? category, string? type, Call call, ServerCallContext context)
    {
        var address = JobAddress.OfMeta(request.ResourceMeta.Span, ("task_category.name", category), ("task_type", type));
        var job = await jobs.ShowAsync(address, jobs.ReadBudget(context));
        return await Answered(Answers.ReadyAnswers.V1Of(job, time), job, call);
    }

    private async Task<byte[]> AskV2Async(Flyte.V2.Connector.GetTaskRequest request, Call call, ServerCallContext context)
    {
        var address = JobAddress.OfMeta(request.ResourceMeta.Span, ("task_category.name", request.TaskCategory?.Name));
        var job = await jobs.ShowAsync(address, jobs.ReadBudget(context));
        if (request.Connection is { Secrets.Count: > 0 } connection)
        {
            // Beside the answer: a Get waits for nothing.
            jobs.RenewSecretsAsync(job.Snapshot, new SecretBundle(new Dictionary<string, string>(connection.Secrets)), jobs.Budget(context)).Ignore();
        }

        return await Answered(Answers.ReadyAnswers.V2Of(job, time), job, call);
    }

    private Task<byte[]> Answered(Task<byte[]> answer, ShownJob job, Call call)
    {
        if (call.Tags is { } tags)
        {
            metrics.Succeeded(tags, time.GetElapsedTime(call.Start));
        }

        metrics.Told(job, time.GetUtcNow());
        return answer;
    }

    private ShownJob? ShownHere(ByteString meta, string? category, string? type) =>
        ResourceMeta.ReadWritten(meta.Span) is { } key && Names(key, category) && Names(key, type) ? jobs.ShownHere(key) : null;

    // {category}/{hash}; a request may leave the category out.
    private static bool Names(string key, string? category) =>
        string.IsNullOrEmpty(category)
        || (key.StartsWith(category, StringComparison.Ordinal) && key.LastIndexOf('/') == category.Length);

    private readonly record struct Call(CallTags? Tags, long Start);
}
