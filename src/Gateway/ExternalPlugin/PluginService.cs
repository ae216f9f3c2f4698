using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Answers;
using BackendPlugins.Gateway.Jobs;
using Grpc.Core;

namespace BackendPlugins.Gateway.ExternalPlugin;

/// <summary>The RFC's own <c>ExternalPluginService</c>. It sends no execution: a job is its template and output prefix.</summary>
internal sealed class PluginService(JobRequests jobs) : ExternalPluginService.ExternalPluginServiceBase
{
    public override async Task<TaskCreateResponse> CreateTask(TaskCreateRequest request, ServerCallContext context)
    {
        var key = await jobs.CreateAsync(Flyte.V1.TaskRequests.FromWire(request), jobs.Budget(context));
        return new TaskCreateResponse { JobId = key.Value };
    }

    public override async Task<TaskGetResponse> GetTask(TaskGetRequest request, ServerCallContext context)
    {
        var job = await jobs.GetAsync(Address(request.JobId, request.TaskType), jobs.Budget(context));
        var response = new TaskGetResponse { State = PhaseTable.Of(job.Phase).Service };
        if (job.Outputs is { } outputs)
        {
            response.Outputs = Flyte.V1.Outputs.ToWire(outputs.Literals);
        }

        return response;
    }

    public override async Task<TaskDeleteResponse> DeleteTask(TaskDeleteRequest request, ServerCallContext context)
    {
        var key = Address(request.JobId, request.TaskType);
        await jobs.DeleteAsync(key, "the caller asked for it (ExternalPluginService.DeleteTask)", jobs.Budget(context));
        return new TaskDeleteResponse();
    }

    private static JobAddress Address(string jobId, string taskType) => JobAddress.OfJobId(jobId, ("task_type", taskType));
}
