using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Grpc.Core;

namespace BackendPlugins.Gateway.Tests.FlyteV1;

public sealed class MetadataServiceTests(GatewayFixture gateway)
{
    private readonly AgentMetadataService.AgentMetadataServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task List_says_what_configuration_says_in_the_new_and_the_old_form()
    {
        var agent = (await _client.ListAgentsAsync(new ListAgentsRequest())).Agents.ShouldHaveSingleItem();
        agent.Name.ShouldBe("Bigquery Connector");
        agent.IsSync.ShouldBeFalse();
        agent.SupportedTaskCategories.ShouldHaveSingleItem().ShouldBe(new Flyte.V1.Admin.TaskCategory { Name = FakeJobs.Category, Version = 0 });
#pragma warning disable CS0612
        agent.SupportedTaskTypes.ShouldBe([FakeJobs.Category]);
#pragma warning restore CS0612
    }

    [Fact]
    public async Task Get_finds_an_agent_by_name()
    {
        (await _client.GetAgentAsync(new GetAgentRequest { Name = "Bigquery Connector" })).Agent.SupportedTaskCategories.Count.ShouldBe(1);
        var status = await Samples.StatusOf(_client.GetAgentAsync(new GetAgentRequest { Name = "Spark" }));
        status.StatusCode.ShouldBe(StatusCode.NotFound);
        status.Detail.ShouldContain("Bigquery Connector");
    }

    [Fact]
    public async Task A_synchronous_task_is_unimplemented_and_says_what_to_use()
    {
        var client = new SyncAgentService.SyncAgentServiceClient(gateway.Channel);
        using var call = client.ExecuteTaskSync();
        var error = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
        error.Status.Detail.ShouldContain("AsyncAgentService");
    }
}
