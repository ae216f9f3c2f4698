using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;
using LogLine = BackendPlugins.Flyte.V2.Logs.LogLine;
using LogLineOriginator = BackendPlugins.Flyte.V2.Logs.LogLineOriginator;
using Phase = BackendPlugins.Flyte.V2.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Gateway.Tests.FlyteV2;

public sealed class ConnectorServiceTests(GatewayFixture gateway)
{
    private readonly AsyncConnectorService.AsyncConnectorServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task Create_stores_the_task_and_answers_its_meta()
    {
        var request = Samples.CreateV2();
        var meta = (await _client.CreateTaskAsync(request)).ResourceMeta;
        var key = ResourceMeta.Read(meta.Span, out _).ShouldNotBeNull();
        gateway.Jobs.Of(key.Value).Created.ShouldHaveSingleItem().Task.OutputPrefix.ShouldBe(request.OutputPrefix);
    }

    [Fact]
    public async Task Create_refuses_as_v1_does()
    {
        (await Samples.StatusOf(_client.CreateTaskAsync(new CreateTaskRequest()))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        (await Samples.StatusOf(_client.CreateTaskAsync(Samples.CreateV2("spark")))).StatusCode.ShouldBe(StatusCode.NotFound);
        var status = await Samples.StatusOf(_client.CreateTaskAsync(Samples.CreateV2(prefix: "")));
        status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        status.Detail.ShouldContain("output_prefix");
    }

    [Theory]
    [InlineData(CreateOutcome.Conflict, StatusCode.AlreadyExists)]
    [InlineData(CreateOutcome.UnknownCategory, StatusCode.NotFound)]
    [InlineData(CreateOutcome.StoreUnavailable, StatusCode.Unavailable)]
    public async Task Create_tells_what_became_of_it(CreateOutcome outcome, StatusCode code)
    {
        var request = Samples.CreateV2();
        var key = JobIdentity.Of(Flyte.V2.TaskRequests.FromWire(request))!.Key;
        gateway.Jobs.Of(key.Value).OnCreate = _ => new CreateResult(outcome, null);
        (await Samples.StatusOf(_client.CreateTaskAsync(request))).StatusCode.ShouldBe(code);
    }

    [Fact]
    public async Task Get_answers_every_part_of_a_success()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Succeeded) with
        {
            Outputs = new JobOutputs(new Dictionary<string, Literal> { ["rows"] = new IntegerLiteral(7) }),
        };
        var resource = (await _client.GetTaskAsync(Get(job))).Resource;
        resource.Phase.ShouldBe(Phase.Succeeded);
        resource.Outputs.Literals.ShouldHaveSingleItem().Value.Scalar.Primitive.Integer.ShouldBe(7);
        resource.LogLinks.ShouldHaveSingleItem();
        resource.CustomInfo.Fields["location"].StringValue.ShouldBe("EU");
    }

    [Fact]
    public async Task Get_of_a_failure_tells_the_services_words_and_sets_no_outputs()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Failed(job.Key);
        var resource = (await _client.GetTaskAsync(Get(job))).Resource;
        resource.Phase.ShouldBe(Phase.Failed);
        resource.Message.ShouldBe("Syntax error at [1:8]");
        resource.Outputs.ShouldBeNull();
    }

    [Fact]
    public async Task Get_and_delete_refuse_garbage_and_contradictions()
    {
        var garbage = ByteString.CopyFromUtf8("garbage");
        (await Samples.StatusOf(_client.GetTaskAsync(new GetTaskRequest { ResourceMeta = garbage }))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        (await Samples.StatusOf(_client.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = garbage }))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        var request = Get(gateway.Jobs.Fresh());
        request.TaskCategory = new Flyte.V2.Connector.TaskCategory { Name = "spark" };
        (await Samples.StatusOf(_client.GetTaskAsync(request))).Detail.ShouldContain("task_category.name");
        request.TaskCategory = null;
        (await Samples.StatusOf(_client.GetTaskAsync(request))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Theory]
    [InlineData(DeleteOutcome.Promised)]
    [InlineData(DeleteOutcome.AlreadyEnded)]
    [InlineData(DeleteOutcome.Unknown)]
    public async Task Delete_is_ok_for_every_task_since_flyte_deletes_all_of_them(DeleteOutcome outcome)
    {
        var job = gateway.Jobs.Fresh();
        job.Delete = outcome;
        await _client.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) });
        job.DeleteReasons.ShouldHaveSingleItem().ShouldContain("v2");
    }

    [Fact]
    public async Task Metrics_and_logs_come_from_the_job()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        job.History = Samples.History;
        var meta = ByteString.CopyFrom(job.Meta);
        var metrics = await _client.GetTaskMetricsAsync(new GetTaskMetricsRequest { ResourceMeta = meta, Queries = { "job.slots" } });
        metrics.Results.ShouldHaveSingleItem().Metric.ShouldBe("job.slots");
        using var call = _client.GetTaskLogs(new GetTaskLogsRequest { ResourceMeta = meta });
        var lines = new List<LogLine>();
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            lines.AddRange(part.Body?.Lines ?? []);
        }

        lines.Count.ShouldBe(3);
        lines[2].Message.ShouldBe("TRACKED RUNNING: the service says RUNNING");
        lines[2].Originator.ShouldBe(LogLineOriginator.System);
    }

    [Fact]
    public async Task A_long_history_comes_whole_in_several_messages()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        job.History = [.. Enumerable.Range(0, 1001).Select(i => new JobEdge(Samples.Start.AddSeconds(i), JobStage.Tracked, JobPhase.Running, $"{i}"))];
        using var call = _client.GetTaskLogs(new GetTaskLogsRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) });
        var bodies = new List<int>();
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (part.Body is { } body)
            {
                bodies.Add(body.Lines.Count);
            }
        }

        bodies.Sum().ShouldBe(1001);
        bodies.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Lists_say_what_configuration_says()
    {
        var client = new ConnectorMetadataService.ConnectorMetadataServiceClient(gateway.Channel);
        var connector = (await client.ListConnectorsAsync(new ListConnectorsRequest())).Connectors.ShouldHaveSingleItem();
        connector.Name.ShouldBe("Bigquery Connector");
        connector.SupportedTaskCategories.ShouldHaveSingleItem().ShouldBe(new Flyte.V2.Connector.TaskCategory { Name = FakeJobs.Category });
        (await client.GetConnectorAsync(new GetConnectorRequest { Name = connector.Name })).Connector.ShouldBe(connector);
        (await Samples.StatusOf(client.GetConnectorAsync(new GetConnectorRequest { Name = "x" }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    private static GetTaskRequest Get(FakeJob job) => new()
    {
        ResourceMeta = ByteString.CopyFrom(job.Meta),
        TaskCategory = new Flyte.V2.Connector.TaskCategory { Name = job.Key.Category },
    };
}
