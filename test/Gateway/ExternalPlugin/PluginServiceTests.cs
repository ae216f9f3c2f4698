using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Grpc.Core;

namespace BackendPlugins.Gateway.Tests.ExternalPlugin;

public sealed class PluginServiceTests(GatewayFixture gateway)
{
    private readonly ExternalPluginService.ExternalPluginServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task Create_takes_template_and_output_prefix_for_the_identity()
    {
        var request = new TaskCreateRequest { Template = Samples.TemplateV1(), OutputPrefix = Samples.Prefix() };
        var id = (await _client.CreateTaskAsync(request)).JobId;
        (await _client.CreateTaskAsync(request)).JobId.ShouldBe(id);
        gateway.Jobs.Of(id).Created.Count.ShouldBe(2);
        request.OutputPrefix = "";
        var status = await Samples.StatusOf(_client.CreateTaskAsync(request));
        status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        status.Detail.ShouldContain("output_prefix");
    }

    [Theory]
    [InlineData(JobPhase.Initializing, State.Pending)]
    [InlineData(JobPhase.Running, State.Running)]
    [InlineData(JobPhase.Failed, State.PermanentFailure)]
    [InlineData(JobPhase.Aborted, State.PermanentFailure)]
    [InlineData(JobPhase.RetryableFailed, State.RetryableFailure)]
    public async Task Get_tells_the_state(JobPhase phase, State state)
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, phase);
        var answer = await _client.GetTaskAsync(new TaskGetRequest { JobId = job.Key.Value, TaskType = FakeJobs.Category });
        answer.State.ShouldBe(state);
        answer.Outputs.ShouldBeNull();
    }

    [Fact]
    public async Task Get_of_a_success_carries_its_outputs()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Succeeded) with
        {
            Outputs = new JobOutputs(new Dictionary<string, Literal> { ["rows"] = new IntegerLiteral(7) }),
        };
        var answer = await _client.GetTaskAsync(new TaskGetRequest { JobId = job.Key.Value });
        answer.State.ShouldBe(State.Succeeded);
        answer.Outputs.Literals.ShouldContainKey("rows");
    }

    [Fact]
    public async Task An_id_of_another_maker_or_type_is_refused()
    {
        foreach (var id in (string[])["", "x", "a/b", "bigquery_query_job_task/UPPER"])
        {
            (await Samples.StatusOf(_client.GetTaskAsync(new TaskGetRequest { JobId = id }))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
            (await Samples.StatusOf(_client.DeleteTaskAsync(new TaskDeleteRequest { JobId = id }))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        }

        var job = gateway.Jobs.Fresh();
        var status = await Samples.StatusOf(_client.GetTaskAsync(new TaskGetRequest { JobId = job.Key.Value, TaskType = "spark" }));
        status.Detail.ShouldContain("task_type");
        (await Samples.StatusOf(_client.GetTaskAsync(new TaskGetRequest { JobId = job.Key.Value }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_is_promised()
    {
        var job = gateway.Jobs.Fresh();
        await _client.DeleteTaskAsync(new TaskDeleteRequest { JobId = job.Key.Value });
        job.DeleteReasons.ShouldHaveSingleItem();
    }
}
