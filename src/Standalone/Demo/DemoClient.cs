using System.Collections.Concurrent;
using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using Google.Protobuf;
using Grpc.Core;

namespace BackendPlugins.Standalone.Demo;

/// <summary>Plays propeller: creates the run's tasks over gRPC and asks for each until it has ended.</summary>
internal sealed class DemoClient(
    DemoRun run, DemoProgress progress, AsyncAgentService.AsyncAgentServiceClient agent, int parallelism, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<int, ByteString> _open = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watching = WatchAsync(cancellationToken);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, run.Jobs),
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (index, token) => await CreateAsync(index, token));
        await watching;
    }

    private async Task CreateAsync(int index, CancellationToken cancellationToken)
    {
        var request = TaskRequests.ToWire(DemoTasks.Create(run, index));
        while (true)
        {
            try
            {
                var answer = await agent.CreateTaskAsync(request, Until(cancellationToken));
                progress.Created(index);
                _open[index] = answer.ResourceMeta;
                return;
            }
            catch (RpcException exception) when (
                !cancellationToken.IsCancellationRequested
                && exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
            {
                await Task.Delay(Round, time, cancellationToken);
            }
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (progress.Ended < run.Jobs)
        {
            await Parallel.ForEachAsync(
                _open,
                new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
                async (job, token) => await GetAsync(job.Key, job.Value, token));
            await Task.Delay(Round, time, cancellationToken);
        }
    }

    private async Task GetAsync(int index, ByteString meta, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetTaskRequest { ResourceMeta = meta, TaskCategory = new() { Name = "bigquery_query_job_task" } };
            var answer = await agent.GetTaskAsync(request, Until(cancellationToken));
            var phase = PhaseOf(answer.Resource.Phase);
            progress.Got(index, phase);
            if (phase.IsEnd())
            {
                _open.TryRemove(index, out _);
            }
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // Counted and shown in the summary; the next round asks again.
            progress.GetFailed();
        }
    }

    private static JobPhase PhaseOf(BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase phase) => phase switch
    {
        Flyte.V1.Core.TaskExecution.Types.Phase.Initializing => JobPhase.Initializing,
        Flyte.V1.Core.TaskExecution.Types.Phase.Running => JobPhase.Running,
        Flyte.V1.Core.TaskExecution.Types.Phase.Succeeded => JobPhase.Succeeded,
        Flyte.V1.Core.TaskExecution.Types.Phase.Aborted => JobPhase.Aborted,
        Flyte.V1.Core.TaskExecution.Types.Phase.Failed => JobPhase.Failed,
        Flyte.V1.Core.TaskExecution.Types.Phase.RetryableFailed => JobPhase.RetryableFailed,
        _ => throw new InvalidOperationException($"GetTask answered the phase {phase}, which this service never sends."),
    };

    private CallOptions Until(CancellationToken cancellationToken) =>
        new(deadline: time.GetUtcNow().UtcDateTime + Deadline, cancellationToken: cancellationToken);
}
