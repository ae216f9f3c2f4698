using System.Globalization;
using System.Text.Json;
using BackendPlugins.Bench.Whole.Calls;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using Google.Protobuf;
using Grpc.Net.Client;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Bench.Whole.Parties;

/// <summary>Jobs that run for as long as a measurement lasts.</summary>
internal static class RunningJobs
{
    /// <summary>The project that they run in.</summary>
    public const string Project = "bench-project";

    private const int AtOnce = 32;

    /// <summary>Creates jobs and waits until each is told as RUNNING with its link and its custom info.</summary>
    /// <returns>Their metas, and the answer for one of them.</returns>
    public static async Task<(IReadOnlyList<ByteString> Metas, byte[] Answer)> CreateAsync(string endpoint, int jobs, TimeSpan duration)
    {
        using var channel = GrpcChannel.ForAddress($"http://{endpoint}");
        var agent = new AsyncAgentService.AsyncAgentServiceClient(channel);
        var metas = new ByteString[jobs];
        var answer = Array.Empty<byte>();
        await Parallel.ForEachAsync(Enumerable.Range(0, jobs), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, token) =>
        {
            var created = await agent.CreateTaskAsync(TaskRequests.ToWire(TaskOf(index, duration)), cancellationToken: token);
            metas[index] = created.ResourceMeta;
            await Patience.UntilAsync("a job runs", RunsAsync, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2));

            async Task<bool> RunsAsync()
            {
                var told = await agent.GetTaskAsync(
                    new GetTaskRequest { ResourceMeta = created.ResourceMeta, TaskCategory = new() { Name = "bigquery_query_job_task" } }, cancellationToken: token);
                if (told.Resource is not { Phase: Phase.Running, LogLinks.Count: > 0, CustomInfo: not null })
                {
                    return false;
                }

                answer = told.ToByteArray();
                return true;
            }
        });
        return (metas, answer);
    }

    /// <summary>A task that runs for a given time.</summary>
    public static TaskRequest TaskOf(int index, TimeSpan duration, string execution = "bench")
    {
        var node = $"n{index.ToString(CultureInfo.InvariantCulture)}";
        var id = new TaskIdentifier("flytesnacks", "development", "bench.query", "1");
        return new TaskRequest
        {
            Category = new BackendPlugins.TaskCategory("bigquery_query_job_task"),
            OutputPrefix = $"s3://bench/flytesnacks/development/{execution}/{node}/data/0",
            Inputs = new Dictionary<string, Literal> { ["shard"] = new IntegerLiteral(index) },
            Template = new TaskTemplate
            {
                Id = id,
                Sql = new SqlStatement(
                    string.Create(CultureInfo.InvariantCulture, $"SELECT name, total FROM sales.orders WHERE shard = @shard /* sim: pending=0ms duration={duration.TotalMilliseconds:0}ms */"), "ANSI"),
                Custom = JsonSerializer.SerializeToElement(new { Location = "US", ProjectID = Project }),
                Inputs = new Dictionary<string, LiteralType> { ["shard"] = new SimpleLiteralType(SimpleType.Integer) },
            },
            Execution = new TaskExecution
            {
                Id = new TaskExecutionId(id, "flytesnacks", "development", execution, node, RetryAttempt: 0),
                Namespace = "flytesnacks-development",
                MaxAttempts = 1,
            },
        };
    }
}
