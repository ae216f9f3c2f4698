using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using V2 = BackendPlugins.Flyte.V2.Connector;

namespace BackendPlugins.Gateway.Tests.Jobs;

/// <summary>A question costs no more than it must, and is never answered with what is no longer true.</summary>
public sealed class ReadingTests(GatewayFixture gateway)
{
    private readonly AsyncAgentService.AsyncAgentServiceClient _v1 = new(gateway.Channel);
    private readonly V2.AsyncConnectorService.AsyncConnectorServiceClient _v2 = new(gateway.Channel);

    [Fact]
    public async Task A_job_that_has_not_changed_is_asked_for_but_not_sent_again()
    {
        var job = Running(revision: 7);
        var first = await GetAsync(job);
        (await GetAsync(job)).ShouldBe(first);
        job.Revisions.ShouldBe([0, 7]);
        first.Resource.LogLinks.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_change_is_told_at_the_next_question()
    {
        var job = Running(revision: 7);
        await GetAsync(job);
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Succeeded) with { Revision = 8 };
        (await GetAsync(job)).Resource.Phase.ShouldBe(Flyte.V1.Core.TaskExecution.Types.Phase.Succeeded);
        job.Revisions.ShouldBe([0, 7]);

        // The end is known from here on.
        await GetAsync(job);
        job.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_that_is_gone_is_not_answered_from_memory()
    {
        var job = Running(revision: 7);
        await GetAsync(job);
        job.Snapshot = null;
        (await Samples.StatusOf(_v1.GetTaskAsync(Request(job)))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Both_protocols_answer_from_the_same_snapshot_in_their_own_words()
    {
        var job = Running(revision: 7);
        var v1 = await GetAsync(job);
        var v2 = await _v2.GetTaskAsync(new V2.GetTaskRequest { ResourceMeta = Meta(job), TaskCategory = new V2.TaskCategory { Name = FakeJobs.Category } });
        job.Revisions.ShouldBe([0, 7]);
        v1.Resource.Phase.ShouldBe(Flyte.V1.Core.TaskExecution.Types.Phase.Running);
        v2.Resource.Phase.ShouldBe(Flyte.V2.Core.TaskExecution.Types.Phase.Running);
        v2.Resource.CustomInfo.ShouldBe(v1.Resource.CustomInfo);
    }

    [Fact]
    public async Task A_grain_of_this_process_is_not_called()
    {
        var job = gateway.Jobs.Fresh();
        Local.Show(IdSpan.Create(job.Key.Value), ShownJob.Of(Samples.Snapshot(job.Key, JobPhase.Running)));
        var first = await GetAsync(job);
        first.Resource.Phase.ShouldBe(Flyte.V1.Core.TaskExecution.Types.Phase.Running);
        (await GetAsync(job)).ShouldBe(first);

        Local.Show(IdSpan.Create(job.Key.Value), ShownJob.Of(Samples.Snapshot(job.Key, JobPhase.Failed)));
        (await GetAsync(job)).Resource.Phase.ShouldBe(Flyte.V1.Core.TaskExecution.Types.Phase.Failed);
        job.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_snapshot_that_is_made_when_it_is_asked_for_is_made_once_for_all_answers_of_a_protocol()
    {
        var job = gateway.Jobs.Fresh();
        var shown = new MadeWhenAsked(Samples.Snapshot(job.Key, JobPhase.Running));
        Local.Show(IdSpan.Create(job.Key.Value), shown);
        for (var i = 0; i < 5; i++)
        {
            await GetAsync(job);
            await _v2.GetTaskAsync(new V2.GetTaskRequest { ResourceMeta = Meta(job), TaskCategory = new V2.TaskCategory { Name = FakeJobs.Category } });
        }

        shown.Made.ShouldBe(2);
    }

    [Fact]
    public async Task An_age_is_told_anew_each_time()
    {
        var job = gateway.Jobs.Fresh();
        var shown = ShownJob.Of(Samples.Snapshot(job.Key, JobPhase.Running) with
        {
            Trouble = new UpstreamTrouble(Samples.Start, "HTTP 503", 3, Samples.Start.AddSeconds(4)),
        });
        Local.Show(IdSpan.Create(job.Key.Value), shown);
        (await GetAsync(job)).Resource.Message.ShouldContain("old");
        shown.AnswerV1.ShouldBeNull();
    }

    [Theory]
    [InlineData("another_task", "")]
    [InlineData("", "another_task")]
    [InlineData("bigquery_query_job", "")]
    public async Task A_category_that_contradicts_the_meta_is_refused_also_where_the_grain_is_here(string category, string type)
    {
        var job = gateway.Jobs.Fresh();
        Local.Show(IdSpan.Create(job.Key.Value), ShownJob.Of(Samples.Snapshot(job.Key, JobPhase.Running)));
        await GetAsync(job);
        var request = new GetTaskRequest { ResourceMeta = Meta(job), TaskCategory = new Flyte.V1.Admin.TaskCategory { Name = category } };
#pragma warning disable CS0612 // What older propellers send.
        request.TaskType = type;
#pragma warning restore CS0612
        (await Samples.StatusOf(_v1.GetTaskAsync(request))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    private LocalJobs Local => gateway.Services.GetRequiredService<LocalJobs>();

    private static ByteString Meta(FakeJob job) => ByteString.CopyFrom(job.Meta);

    private static GetTaskRequest Request(FakeJob job) => new()
    {
        ResourceMeta = Meta(job), TaskCategory = new Flyte.V1.Admin.TaskCategory { Name = FakeJobs.Category },
    };

    private async Task<GetTaskResponse> GetAsync(FakeJob job) => await _v1.GetTaskAsync(Request(job));

    private FakeJob Running(long revision)
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running) with { Revision = revision };
        return job;
    }

    /// <summary>As a job at rest.</summary>
    private sealed class MadeWhenAsked(JobSnapshot snapshot) : ShownJob
    {
        public int Made { get; private set; }

        public override JobSnapshot Snapshot
        {
            get
            {
                Made++;
                return snapshot;
            }
        }

        public override JobStage Stage => snapshot.Stage;

        public override DateTimeOffset? ObservedAt => snapshot.ObservedAt;

        public override long Revision => snapshot.Revision;
    }
}
