using System.Collections.Concurrent;
using System.Text.Json;
using BackendPlugins.Cluster.Runner.Scenarios;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace BackendPlugins.Cluster.Runner.Clients;

/// <summary>Calls the gateways as propeller does and keeps every answer.</summary>
internal sealed class GatewayCalls(IReadOnlyList<Uri> gateways, TimeProvider time) : IDisposable
{
    /// <summary>Propeller's own.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly ConcurrentDictionary<string, LivingJob> _living = new(StringComparer.Ordinal);
    private readonly GrpcChannel[] _channels = [.. gateways.Select(gateway => GrpcChannel.ForAddress(gateway))];

    public IReadOnlyCollection<Answer> Answers => _answers;

    public int Gateways => _channels.Length;

    /// <summary>The jobs that were accepted and of which no end has been told.</summary>
    public IReadOnlyCollection<LivingJob> Living => [.. _living.Values];

    public Task<Answer> CreateAsync(int gateway, AttemptScript job)
    {
        var request = TaskRequests.ToWire(Request(job));
        return CallAsync(gateway, job, CallKind.Create, async (agent, options, answer) =>
            answer with { Meta = (await agent.CreateTaskAsync(request, options)).ResourceMeta.ToStringUtf8() });
    }

    public Task<Answer> GetAsync(int gateway, AttemptScript job, string meta)
    {
        var request = new GetTaskRequest { ResourceMeta = ByteString.CopyFromUtf8(meta) };
        return CallAsync(gateway, job, CallKind.Get, async (agent, options, answer) =>
        {
            var resource = (await agent.GetTaskAsync(request, options)).Resource;
            return answer with { Phase = resource.Phase, Detail = resource.Message, ErrorCode = resource.AgentError?.Code ?? "" };
        });
    }

    public Task<Answer> DeleteAsync(int gateway, AttemptScript job, string meta)
    {
        var request = new DeleteTaskRequest { ResourceMeta = ByteString.CopyFromUtf8(meta) };
        return CallAsync(gateway, job, CallKind.Delete, async (agent, options, answer) =>
        {
            await agent.DeleteTaskAsync(request, options);
            return answer;
        });
    }

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }

    private static TaskRequest Request(AttemptScript job)
    {
        var task = new TaskIdentifier("flytesnacks", "development", "tests.query", "v1");
        return new TaskRequest
        {
            Category = new TaskCategory("bigquery_query_job_task"),
            OutputPrefix = $"s3://flyte/{job.Execution}/{job.Node}/data/{job.Attempt}",
            Template = new TaskTemplate
            {
                Id = task,
                Sql = new SqlStatement(job.Statement),
                Custom = JsonSerializer.SerializeToElement(new { ProjectID = "tests", Location = "US" }),
            },
            Execution = new TaskExecution { Id = new TaskExecutionId(task, "flytesnacks", "development", job.Execution, job.Node, job.Attempt) },
        };
    }

    private async Task<Answer> CallAsync(
        int gateway,
        AttemptScript job,
        CallKind call,
        Func<AsyncAgentService.AsyncAgentServiceClient, CallOptions, Answer, Task<Answer>> send)
    {
        var sent = time.GetUtcNow();
        var answer = new Answer
        {
            Job = job.Name, Call = call, Gateway = $"gateway-{gateway}", SentAt = sent, AnsweredAt = sent, Status = StatusCode.OK,
        };
        try
        {
            answer = await send(
                new AsyncAgentService.AsyncAgentServiceClient(_channels[gateway]), new CallOptions(deadline: (sent + Deadline).UtcDateTime), answer);
        }
        catch (RpcException exception)
        {
            // Only the client itself has an exception to tell; a gateway's status comes without.
            answer = answer with { Status = exception.StatusCode, Detail = exception.Status.Detail, Broken = exception.Status.DebugException is not null };
        }

        answer = answer with { AnsweredAt = time.GetUtcNow() };
        _answers.Enqueue(answer);
        if (answer.Meta.Length > 0)
        {
            _living.TryAdd(job.Name, new LivingJob(job, answer.Meta));
        }
        else if (answer.IsEnd)
        {
            _living.TryRemove(job.Name, out _);
        }

        return answer;
    }
}

/// <summary>A job that may still run.</summary>
internal sealed record LivingJob(AttemptScript Script, string Meta);
