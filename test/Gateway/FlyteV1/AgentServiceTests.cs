using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Gateway.Tests.FlyteV1;

public sealed class AgentServiceTests(GatewayFixture gateway)
{
    private readonly AsyncAgentService.AsyncAgentServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task Get_of_a_running_job_carries_links_and_facts_and_no_outputs()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        var resource = (await _client.GetTaskAsync(Get(job))).Resource;
        resource.Phase.ShouldBe(Phase.Running);
        resource.Message.ShouldBe("the job is Running");
        resource.LogLinks.ShouldHaveSingleItem().Name.ShouldBe("BigQuery Console");
        resource.CustomInfo.Fields["location"].StringValue.ShouldBe("EU");
        resource.Outputs.ShouldBeNull();
        resource.AgentError.ShouldBeNull();
    }

    [Fact]
    public async Task Get_of_a_success_carries_its_outputs()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Succeeded) with
        {
            Outputs = new JobOutputs(new Dictionary<string, Literal> { ["rows"] = new IntegerLiteral(7) }),
        };
        var resource = (await _client.GetTaskAsync(Get(job))).Resource;
        resource.Outputs.Literals["rows"].Scalar.Primitive.Integer.ShouldBe(7);
    }

    [Theory]
    [InlineData(false, AgentError.Types.Kind.NonRecoverable, Phase.Failed)]
    [InlineData(true, AgentError.Types.Kind.Recoverable, Phase.RetryableFailed)]
    public async Task Get_of_a_failure_tells_the_services_words_and_whether_to_try_again(bool retryable, AgentError.Types.Kind kind, Phase phase)
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Failed(job.Key, retryable);
        var resource = (await _client.GetTaskAsync(Get(job))).Resource;
        resource.Phase.ShouldBe(phase);
        resource.Message.ShouldBe("Syntax error at [1:8]");
        resource.AgentError.Code.ShouldBe("invalidQuery");
        resource.AgentError.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Get_while_the_service_is_out_of_reach_answers_the_last_state_and_says_so()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running) with
        {
            Trouble = new UpstreamTrouble(Samples.Start, "jobs.get: HTTP 503", 3, TimeProvider.System.GetUtcNow().AddMinutes(5)),
        };
        var resource = (await _client.GetTaskAsync(Get(job))).Resource;
        resource.Phase.ShouldBe(Phase.Running);
        resource.Message.ShouldContain("jobs.get: HTTP 503");
        resource.Message.ShouldContain("Next try in 4 min");
    }

    [Fact]
    public async Task Get_by_task_type_alone_as_older_propellers_send_it_works_and_so_does_neither()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        var meta = ByteString.CopyFrom(job.Meta);
#pragma warning disable CS0612
        (await _client.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta, TaskType = FakeJobs.Category })).Resource.Phase.ShouldBe(Phase.Running);
#pragma warning restore CS0612
        (await _client.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta })).Resource.Phase.ShouldBe(Phase.Running);
    }

    [Fact]
    public async Task Get_with_another_category_than_the_metas_is_refused()
    {
        var job = gateway.Jobs.Fresh();
        var request = Get(job);
        request.TaskCategory = new Flyte.V1.Admin.TaskCategory { Name = "spark" };
        var status = await Samples.StatusOf(_client.GetTaskAsync(request));
        status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        status.Detail.ShouldContain("task_category.name");
        request.TaskCategory = null;
#pragma warning disable CS0612
        request.TaskType = "spark";
#pragma warning restore CS0612
        (await Samples.StatusOf(_client.GetTaskAsync(request))).Detail.ShouldContain("task_type");
        job.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{\"v\":1,\"job\":\"no-slash\"}")]
    [InlineData("{\"v\":\"1\",\"job\":7}")]
    [InlineData("{\"v\":99,\"job\":\"a/b\"}")]
    public async Task Garbage_for_a_meta_is_the_callers_fault_in_every_call(string meta)
    {
        var bytes = ByteString.CopyFromUtf8(meta);
        foreach (var status in (Status[])
        [
            await Samples.StatusOf(_client.GetTaskAsync(new GetTaskRequest { ResourceMeta = bytes })),
            await Samples.StatusOf(_client.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = bytes })),
            await Samples.StatusOf(_client.GetTaskMetricsAsync(new GetTaskMetricsRequest { ResourceMeta = bytes })),
        ])
        {
            status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
            status.Detail.ShouldStartWith("resource_meta ");
        }
    }

    [Fact]
    public async Task Get_of_a_job_that_was_never_accepted_is_not_found()
    {
        var status = await Samples.StatusOf(_client.GetTaskAsync(Get(gateway.Jobs.Fresh())));
        status.StatusCode.ShouldBe(StatusCode.NotFound);
        status.Detail.ShouldContain("no job");
    }

    [Theory]
    [InlineData(DeleteOutcome.Promised)]
    [InlineData(DeleteOutcome.AlreadyEnded)]
    [InlineData(DeleteOutcome.Unknown)]
    public async Task Delete_is_ok_whether_the_job_runs_has_ended_or_was_never_known(DeleteOutcome outcome)
    {
        var job = gateway.Jobs.Fresh();
        job.Delete = outcome;
        await _client.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) });
        job.DeleteReasons.ShouldHaveSingleItem().ShouldContain("v1");
    }

    [Fact]
    public async Task Delete_that_could_not_be_stored_is_unavailable()
    {
        var job = gateway.Jobs.Fresh();
        job.Delete = DeleteOutcome.StoreUnavailable;
        var status = await Samples.StatusOf(_client.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) }));
        status.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    private static GetTaskRequest Get(FakeJob job) => new()
    {
        ResourceMeta = ByteString.CopyFrom(job.Meta),
        TaskCategory = new Flyte.V1.Admin.TaskCategory { Name = job.Key.Category },
    };
}
