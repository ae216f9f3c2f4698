using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;

namespace BackendPlugins.Gateway.Tests.FlyteV1;

public sealed class AgentCreateTests(GatewayFixture gateway)
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
}
