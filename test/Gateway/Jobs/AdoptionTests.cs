using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Gateway.Tests.Jobs;

/// <summary>Metas of Flyte's Python connectors, after the endpoint was switched to this service.</summary>
public sealed class AdoptionTests(GatewayFixture gateway)
{
    private readonly AsyncAgentService.AsyncAgentServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task Get_with_another_backends_meta_adopts_the_job_once()
    {
        var (meta, job) = Foreign();
        job.OnAdopt = _ => new CreateResult(CreateOutcome.Accepted, job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running));

        (await _client.GetTaskAsync(Get(meta))).Resource.Phase.ShouldBe(Phase.Running);
        job.Adoption.ShouldNotBeNull().ResourceMeta.ShouldBe(meta.ToByteArray());
        job.Adoption = null;
        (await _client.GetTaskAsync(Get(meta))).Resource.Phase.ShouldBe(Phase.Running);
        job.Adoption.ShouldBeNull();
    }

    [Fact]
    public async Task Delete_with_another_backends_meta_adopts_and_cancels_the_job()
    {
        var (meta, job) = Foreign();
        job.OnAdopt = _ => new CreateResult(CreateOutcome.Accepted, job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running));
        await _client.DeleteTaskAsync(new DeleteTaskRequest { ResourceMeta = meta, TaskCategory = Category() });
        job.Adoption.ShouldNotBeNull();
        job.DeleteReasons.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(CreateOutcome.NotAdoptable, StatusCode.InvalidArgument)]
    [InlineData(CreateOutcome.UnknownCategory, StatusCode.NotFound)]
    [InlineData(CreateOutcome.StoreUnavailable, StatusCode.Unavailable)]
    public async Task What_cannot_be_adopted_says_why(CreateOutcome outcome, StatusCode code)
    {
        var (meta, job) = Foreign();
        job.OnAdopt = _ => new CreateResult(outcome, null);
        (await Samples.StatusOf(_client.GetTaskAsync(Get(meta)))).StatusCode.ShouldBe(code);
    }

    [Fact]
    public async Task Without_a_category_nobody_can_know_whose_meta_it_is()
    {
        var (meta, job) = Foreign();
        var status = await Samples.StatusOf(_client.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta }));
        status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        status.Detail.ShouldContain("resource_meta");
        job.Calls.ShouldBe(0);
    }

    private static GetTaskRequest Get(ByteString meta) => new() { ResourceMeta = meta, TaskCategory = Category() };

    private static Flyte.V1.Admin.TaskCategory Category() => new() { Name = FakeJobs.Category };

    private (ByteString Meta, FakeJob Job) Foreign()
    {
        var meta = ByteString.CopyFromUtf8($$"""{"job_id": "{{Guid.NewGuid()}}", "project": "p", "location": "EU"}""");
        return (meta, gateway.Jobs.Of(JobIdentity.OfForeign(FakeJobs.Category, meta.Span).Key.Value));
    }
}
