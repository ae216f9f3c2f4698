using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
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
    public async Task Create_stores_the_task_under_its_identity_and_answers_a_small_meta()
    {
        var request = Samples.CreateV1();
        var response = await _client.CreateTaskAsync(request);
        var key = ResourceMeta.Read(response.ResourceMeta.Span, out _).ShouldNotBeNull();
        response.ResourceMeta.Length.ShouldBeLessThan(128);
        var command = gateway.Jobs.Of(key.Value).Created.ShouldHaveSingleItem();
        command.Identity.Key.ShouldBe(key);
        command.Identity.Attempt.ShouldBe(1);
        command.Task.Template.Sql.ShouldBe(new SqlStatement("SELECT 1"));
        command.Task.OutputPrefix.ShouldBe(request.OutputPrefix);
        command.Task.Execution.Id!.Execution.ShouldBe("f1");
    }

    [Fact]
    public async Task Get_of_a_job_whose_silo_gives_no_answer_tells_what_the_store_has()
    {
        var job = gateway.Jobs.Fresh();
        var silence = new TaskCompletionSource();
        job.Before = () => silence.Task;
        job.Recall = () => Samples.Snapshot(job.Key, JobPhase.Running);
        var resource = (await _client.GetTaskAsync(new GetTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) })).Resource;
        resource.Phase.ShouldBe(Phase.Running);
        resource.Message.ShouldContain("was stored at");
        silence.SetResult();
    }

    [Fact]
    public async Task Create_sent_twice_gives_the_same_meta_and_another_prefix_another()
    {
        var request = Samples.CreateV1();
        var first = await _client.CreateTaskAsync(request);
        (await _client.CreateTaskAsync(request)).ShouldBe(first);
        request.OutputPrefix = Samples.Prefix();
        (await _client.CreateTaskAsync(request)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Create_without_template_says_which_field_to_send()
    {
        var request = Samples.CreateV1();
        request.Template = null;
        var status = await Samples.StatusOf(_client.CreateTaskAsync(request));
        status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        status.Detail.ShouldContain("template");
    }

    [Fact]
    public async Task Create_of_a_category_that_nobody_serves_is_not_found_and_names_the_served_ones()
    {
        var status = await Samples.StatusOf(_client.CreateTaskAsync(Samples.CreateV1("spark")));
        status.StatusCode.ShouldBe(StatusCode.NotFound);
        status.Detail.ShouldContain("spark");
        status.Detail.ShouldContain("bigquery_query_job_task");
    }

    [Fact]
    public async Task Create_of_a_later_task_type_version_is_accepted()
    {
        var request = Samples.CreateV1();
        request.Template.TaskTypeVersion = 2;
        var response = await _client.CreateTaskAsync(request);
        gateway.Jobs.Of(ResourceMeta.Read(response.ResourceMeta.Span, out _)!.Value).Created[0].Task.Category.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Create_without_any_identity_names_both_fields()
    {
        var request = Samples.CreateV1(prefix: "");
        request.TaskExecutionMetadata = null;
        var status = await Samples.StatusOf(_client.CreateTaskAsync(request));
        status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        status.Detail.ShouldContain("output_prefix");
        status.Detail.ShouldContain("task_execution_metadata.task_execution_id");
    }

    [Theory]
    [InlineData(CreateOutcome.Conflict, StatusCode.AlreadyExists, "the statement differs")]
    [InlineData(CreateOutcome.UnknownCategory, StatusCode.NotFound, "bigquery_query_job_task")]
    [InlineData(CreateOutcome.StoreUnavailable, StatusCode.Unavailable, "not accepted")]
    public async Task Create_tells_what_became_of_it(CreateOutcome outcome, StatusCode code, string words)
    {
        var request = Samples.CreateV1();
        var key = JobIdentity.Of(Flyte.V1.TaskRequests.FromWire(request))!.Key;
        gateway.Jobs.Of(key.Value).OnCreate = _ => new CreateResult(outcome, null, "the statement differs");
        var status = await Samples.StatusOf(_client.CreateTaskAsync(request));
        status.StatusCode.ShouldBe(code);
        status.Detail.ShouldContain(words);
    }

    [Fact]
    public async Task Create_that_was_accepted_before_answers_the_same_job()
    {
        var request = Samples.CreateV1();
        var key = JobIdentity.Of(Flyte.V1.TaskRequests.FromWire(request))!.Key;
        gateway.Jobs.Of(key.Value).OnCreate = _ => new CreateResult(CreateOutcome.Known, Samples.Snapshot(key, JobPhase.Running));
        (await _client.CreateTaskAsync(request)).ResourceMeta.ShouldBe(ByteString.CopyFrom(ResourceMeta.Write(key)));
    }

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

    [Fact]
    public async Task Metrics_are_the_numbers_of_the_custom_info_as_instant_vectors()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        var all = await _client.GetTaskMetricsAsync(new GetTaskMetricsRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) });
        all.Results.Select(result => result.Metric).ShouldBe(["job.slots", "job.bytes", "stages.0"]);
        var data = JsonDocument.Parse(JsonFormatter.Default.Format(all.Results[1].Data)).RootElement;
        data.GetProperty("resultType").GetString().ShouldBe("vector");
        var sample = data.GetProperty("result")[0];
        sample.GetProperty("metric").GetProperty("__name__").GetString().ShouldBe("job.bytes");
        sample.GetProperty("value")[0].GetDouble().ShouldBe(Samples.Start.AddMinutes(1).ToUnixTimeSeconds());
        sample.GetProperty("value")[1].GetString().ShouldBe("3.5");
        var one = await _client.GetTaskMetricsAsync(
            new GetTaskMetricsRequest { ResourceMeta = ByteString.CopyFrom(job.Meta), Queries = { "job.slots", "other" } });
        one.Results.ShouldHaveSingleItem().Metric.ShouldBe("job.slots");
    }

    [Fact]
    public async Task Logs_are_the_jobs_history_page_by_page()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        job.History = Samples.History;
        var (token, lines) = await LogsAsync(job, 2, "");
        lines.Select(line => line.Message).ShouldBe(["ACCEPTED INITIALIZING: accepted", "SUBMITTING INITIALIZING: submit begins"]);
        lines[0].Timestamp.ToDateTimeOffset().ShouldBe(Samples.Start);
        lines.ShouldAllBe(line => line.Originator == LogLineOriginator.System);
        (token, lines) = await LogsAsync(job, 2, token);
        lines.ShouldHaveSingleItem().Message.ShouldBe("TRACKED RUNNING: the service says RUNNING");
        token.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("4")]
    [InlineData("99999999999999999999")]
    public async Task Logs_with_a_token_of_another_maker_are_refused(string token)
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        job.History = Samples.History;
        var error = await Should.ThrowAsync<RpcException>(() => LogsAsync(job, 0, token));
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("token");
    }

    [Fact]
    public async Task A_job_store_that_is_out_of_reach_at_activation_is_unavailable_at_once()
    {
        var job = gateway.Jobs.Fresh();
        // The form in which a grain's storage bridge passes it on.
        job.ActivationFails = new OrleansException("Error from storage provider", new JobStoreUnavailableException("no connection"));
        var status = await Samples.StatusOf(_client.GetTaskAsync(Get(job)));
        status.StatusCode.ShouldBe(StatusCode.Unavailable);
        status.Detail.ShouldContain("job store");
        status.Detail.ShouldNotContain("no connection");
    }

    [Fact]
    public async Task A_grain_that_does_not_answer_is_unavailable_when_the_budget_is_used_up()
    {
        var job = gateway.Jobs.Fresh();
        var hang = new TaskCompletionSource();
        job.Before = () => hang.Task;
        var status = await Samples.StatusOf(_client.GetTaskAsync(Get(job), deadline: TimeProvider.System.GetUtcNow().AddSeconds(1.5).UtcDateTime));
        hang.SetResult();
        status.StatusCode.ShouldBe(StatusCode.Unavailable);
        status.Detail.ShouldContain("did not answer in time");
        job.Calls.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_call_that_its_caller_gives_up_ends_as_cancelled()
    {
        var job = gateway.Jobs.Fresh();
        var called = new TaskCompletionSource();
        var hang = new TaskCompletionSource();
        job.Before = () =>
        {
            called.TrySetResult();
            return hang.Task;
        };
        using var caller = new CancellationTokenSource();
        var call = _client.GetTaskAsync(Get(job), cancellationToken: caller.Token);
        await called.Task;
        await caller.CancelAsync();
        (await Samples.StatusOf(call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        hang.SetResult();
    }

    [Fact]
    public async Task What_nobody_expected_is_internal_and_its_words_stay_in_the_log()
    {
        var job = gateway.Jobs.Fresh();
        job.Before = () => throw new InvalidOperationException("the secret detail");
        var status = await Samples.StatusOf(_client.GetTaskAsync(Get(job)));
        status.StatusCode.ShouldBe(StatusCode.Internal);
        status.Detail.ShouldNotContain("secret");
        gateway.Logs.Lines.ShouldContain(line => line.Contains("the secret detail") && line.Contains("ErrorInterceptor"));
    }

    private static GetTaskRequest Get(FakeJob job) => new()
    {
        ResourceMeta = ByteString.CopyFrom(job.Meta),
        TaskCategory = new Flyte.V1.Admin.TaskCategory { Name = job.Key.Category },
    };

    private async Task<(string Token, List<LogLine> Lines)> LogsAsync(FakeJob job, ulong lines, string token)
    {
        using var call = _client.GetTaskLogs(
            new GetTaskLogsRequest { ResourceMeta = ByteString.CopyFrom(job.Meta), Lines = lines, Token = token });
        (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        var next = call.ResponseStream.Current.Header.Token;
        var read = new List<LogLine>();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            var body = call.ResponseStream.Current.Body;
            read.AddRange(body.StructuredLines);
#pragma warning disable CS0612
            body.Results.ShouldBe(body.StructuredLines.Select(line => line.Message));
#pragma warning restore CS0612
        }

        return (next, read);
    }
}
