using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Connectors;
using BackendPlugins.Gateway.Telemetry;
using Grpc.Core;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>What every protocol asks of jobs. Answers, or throws <see cref="JobRequestException"/> in words for the caller.</summary>
internal sealed partial class JobRequests(
    JobGrains grains,
    GrainCalls calls,
    ConnectorDirectory connectors,
    EndedJobs ended,
    SeenJobs seen,
    LocalJobs local,
    CallMetrics metrics,
    TimeProvider time,
    ILogger<JobRequests> logger)
{
    /// <summary>The budget of a gRPC call, within its deadline.</summary>
    public CallBudget Budget(ServerCallContext context) => calls.Budget(context.Deadline, context.CancellationToken);

    /// <summary>The budget of an HTTP request.</summary>
    public CallBudget Budget(HttpContext context) => calls.Budget(DateTime.MaxValue, context.RequestAborted);

    /// <summary>Accepts a task under the identity that it brings.</summary>
    public Task<JobKey> CreateAsync(TaskRequest task, CallBudget budget, SecretBundle? secrets = null)
    {
        RequireServed(task.Category);
        var identity = JobIdentity.Of(task) ?? throw JobRequestException.Invalid(
            "output_prefix and task_execution_metadata.task_execution_id are both missing; send at least one: without them a repeated request cannot be told from a new job");
        return CreateAsync(new CreateJob(identity, task, secrets is { IsEmpty: false } ? secrets : null), budget);
    }

    /// <summary>Accepts a task under a key of the caller's own.</summary>
    public Task<JobKey> CreateAsync(TaskRequest task, string idempotencyKey, CallBudget budget)
    {
        RequireServed(task.Category);
        return CreateAsync(new CreateJob(JobIdentity.OfCaller(task.Category, idempotencyKey), task), budget);
    }

    /// <summary>The job with its history.</summary>
    public async Task<JobDetails> DescribeAsync(JobAddress address, CallBudget budget)
    {
        var known = await calls.RunAsync((grains, address.Key), static (state, _) => state.grains.Job(state.Key).DescribeAsync(), budget, Pool(address.Key));
        if (known is null && address.Foreign is { } foreign)
        {
            await AdoptAsync(foreign, address.Problem, budget);
            return await DescribeAsync(new JobAddress(address.Key), budget);
        }

        return known ?? throw Missing(address.Key);
    }

    /// <summary>Promises to cancel the job. One that has ended or was never known needs nothing: Flyte asks it of every task.</summary>
    public async Task DeleteAsync(JobAddress address, string reason, CallBudget budget)
    {
        if (ended.Find(address.Key.Value) is not null)
        {
            return;
        }

        if (address.Foreign is not null)
        {
            await GetAsync(address, budget);
        }

        var key = address.Key;
        var outcome = await calls.RunAsync(
            (grains, key, reason),
            static (state, _) => new ValueTask<DeleteOutcome>(state.grains.Job(state.key).DeleteAsync(state.reason)),
            budget,
            Pool(key));
        switch (outcome)
        {
            case DeleteOutcome.Promised or DeleteOutcome.AlreadyEnded or DeleteOutcome.Unknown:
                return;
            case DeleteOutcome.StoreUnavailable:
                throw JobRequestException.Unavailable("the job store is out of reach, so the cancel is not promised yet; try again");
            default:
                throw new InvalidOperationException($"Delete outcome {outcome} is not known to this gateway.");
        }
    }

    /// <summary>A page of jobs.</summary>
    public Task<JobPage> ListAsync(JobFilter filter, CallBudget budget) =>
        calls.RunAsync(
            (grains, filter),
            static (state, cancellation) => new ValueTask<JobPage>(state.grains.Catalog().ListAsync(state.filter, cancellation)),
            budget);

    private async Task<JobKey> CreateAsync(CreateJob command, CallBudget budget)
    {
        var (identity, task) = (command.Identity, command.Task);
        ended.Forget(identity.Key.Value);
        var result = await calls.RunAsync(
            (grains, command, budget.EndsAt, time),
            static (state, _) => new ValueTask<CreateResult>(state.grains.CreateAsync(state.command, state.EndsAt - state.time.GetUtcNow())),
            // In this process it ends by itself and in time: a token and a timer more for each would do nothing.
            grains.AcceptsHere ? budget with { Cancellation = CancellationToken.None } : budget,
            Pool(identity.Key),
            limit: grains.AcceptsHere ? TimeSpan.Zero : null);
        return result.Outcome switch
        {
            CreateOutcome.Accepted or CreateOutcome.Known => identity.Key,
            CreateOutcome.Conflict => throw new JobRequestException(
                RequestFault.Conflict, $"this task attempt already has a job with another request: {result.Detail}"),
            CreateOutcome.UnknownCategory => throw connectors.Unknown(task.Category),
            CreateOutcome.StoreUnavailable => throw JobRequestException.Unavailable(
                "the job store is out of reach, so the task is not accepted; try again"),
            _ => throw new InvalidOperationException($"Create outcome {result.Outcome} is not known to this gateway."),
        };
    }

    private JobPool Pool(JobKey key) => JobPool.Of(key, connectors);

    private void RequireServed(TaskCategory category)
    {
        if (!connectors.Serves(category))
        {
            throw connectors.Unknown(category);
        }
    }

    private static JobRequestException Missing(JobKey key) =>
        JobRequestException.NotFound($"there is no job {key}: it was never accepted here, or its retention is over");
}
