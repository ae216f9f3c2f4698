using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Core;
using Grpc.Core;
using V1 = BackendPlugins.Flyte.V1;
using V2 = BackendPlugins.Flyte.V2;

namespace BackendPlugins.Gateway.Tests.Cluster;

/// <summary>Requests as Flyte sends them, and snapshots as grains give them.</summary>
internal static class Samples
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    public static string Prefix() => $"s3://bucket/metadata/{Guid.NewGuid()}/0";

    public static CreateTaskRequest CreateV1(string type = FakeJobs.Category, string? prefix = null) => new()
    {
        Template = TemplateV1(type),
        Inputs = new LiteralMap
        {
            Literals = { ["day"] = new V1.Core.Literal { Scalar = new V1.Core.Scalar { Primitive = new Primitive { StringValue = "2026-11-25" } } } },
        },
        OutputPrefix = prefix ?? Prefix(),
        TaskExecutionMetadata = new V1.Admin.TaskExecutionMetadata
        {
            TaskExecutionId = new TaskExecutionIdentifier
            {
                TaskId = new V1.Core.Identifier { Project = "flytesnacks", Domain = "development", Name = "wf.query", Version = "v1" },
                NodeExecutionId = new NodeExecutionIdentifier
                {
                    NodeId = "n0",
                    ExecutionId = new WorkflowExecutionIdentifier { Project = "flytesnacks", Domain = "development", Name = "f1" },
                },
                RetryAttempt = 1,
            },
        },
    };

    public static V1.Core.TaskTemplate TemplateV1(string type = FakeJobs.Category) => new()
    {
        Id = new V1.Core.Identifier { Project = "flytesnacks", Domain = "development", Name = "wf.query", Version = "v1" },
        Type = type,
        Custom = Structs.FromJson("""{"ProjectID":"demo","Location":"EU"}"""),
        Sql = new Sql { Statement = "SELECT 1" },
    };

    public static V2.Connector.CreateTaskRequest CreateV2(string type = FakeJobs.Category, string? prefix = null) => new()
    {
        Template = new V2.Core.TaskTemplate
        {
            Id = new V2.Core.Identifier { Project = "p", Domain = "d", Name = "wf.query", Version = "v1" },
            Type = type,
            Custom = Structs.FromJson("""{"ProjectID":"demo"}"""),
            Sql = new V2.Core.Sql { Statement = "SELECT 1" },
        },
        OutputPrefix = prefix ?? Prefix(),
    };

    public static JobSnapshot Snapshot(JobKey key, JobPhase phase) => new()
    {
        Key = key,
        Phase = phase,
        Stage = phase.IsEnd() ? JobStage.Ended : phase == JobPhase.Running ? JobStage.Tracked : JobStage.Accepted,
        Message = $"the job is {phase}",
        ObservedAt = Start.AddMinutes(1),
        CreatedAt = Start,
        ChangedAt = Start.AddMinutes(1),
        ExternalId = "flyte_f1_n0_1_x",
        LogLinks = [new LogLink("BigQuery Console", "https://console.cloud.google.com/bigquery?j=1")],
        CustomInfo = JsonElement("""{"job":{"slots":12,"bytes":3.5},"location":"EU","stages":[7]}"""),
    };

    public static JobSnapshot Failed(JobKey key, bool retryable = false) =>
        Snapshot(key, retryable ? JobPhase.RetryableFailed : JobPhase.Failed) with
        {
            Error = new JobError("invalidQuery", "Syntax error at [1:8]", ErrorOrigin.User, retryable),
        };

    public static IReadOnlyList<JobEdge> History { get; } =
    [
        new(Start, JobStage.Accepted, JobPhase.Initializing, "accepted"),
        new(Start.AddSeconds(1), JobStage.Submitting, JobPhase.Initializing, "submit begins"),
        new(Start.AddSeconds(2), JobStage.Tracked, JobPhase.Running, "the service says RUNNING"),
    ];

    public static JsonElement JsonElement(string json) => JsonDocument.Parse(json).RootElement.Clone();

    public static async Task<Status> StatusOf<T>(AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(async () => await call)).Status;
}
