using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Gateway.Tests.FlyteV1;

public sealed class AgentFailureTests(GatewayFixture gateway)
{
    private readonly AsyncAgentService.AsyncAgentServiceClient _client = new(gateway.Channel);

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
}
