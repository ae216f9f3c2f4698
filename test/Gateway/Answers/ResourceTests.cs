using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Answers;
using BackendPlugins.Gateway.Tests.Cluster;

namespace BackendPlugins.Gateway.Tests.Answers;

public sealed class ResourceTests
{
    private static readonly JobKey Key = new(FakeJobs.Category, "h");

    public static TheoryData<JobPhase> Phases { get; } = [.. Enum.GetValues<JobPhase>()];

    [Theory]
    [MemberData(nameof(Phases))]
    public void A_resource_tells_its_phase_and_links_and_never_sets_outputs_that_are_not_there(JobPhase phase)
    {
        var job = Samples.Snapshot(Key, phase);
        var v1 = Gateway.FlyteV1.Resources.ToWire(job, Samples.Start);
        var v2 = Gateway.FlyteV2.Resources.ToWire(job, Samples.Start);
        v1.Phase.ShouldBe(PhaseTable.Of(phase).V1);
        v2.Phase.ShouldBe(PhaseTable.Of(phase).V2);
#pragma warning disable CS0612
        v1.State.ShouldBe(PhaseTable.Of(phase).V1State);
#pragma warning restore CS0612
        (v1.Message, v2.Message).ShouldBe((job.Message, job.Message));
        (v1.LogLinks.Count, v2.LogLinks.Count).ShouldBe((1, 1));
        v1.CustomInfo.ShouldBe(v2.CustomInfo);
        v1.Outputs.ShouldBeNull();
        v2.Outputs.ShouldBeNull();
    }

    [Fact]
    public void An_outputs_record_without_values_stays_unset()
    {
        var job = Samples.Snapshot(Key, JobPhase.Succeeded) with { Outputs = new JobOutputs(new Dictionary<string, Literal>()) };
        Gateway.FlyteV1.Resources.ToWire(job, Samples.Start).Outputs.ShouldBeNull();
        Gateway.FlyteV2.Resources.ToWire(job, Samples.Start).Outputs.ShouldBeNull();
    }

    [Fact]
    public void A_bare_snapshot_is_a_resource_with_phase_and_nothing_else()
    {
        var job = new JobSnapshot { Key = Key };
        Gateway.FlyteV1.Resources.ToWire(job, Samples.Start).Phase.ShouldBe(PhaseTable.Of(JobPhase.Initializing).V1);
        Gateway.FlyteV2.Resources.ToWire(job, Samples.Start).CustomInfo.ShouldBeNull();
    }

    [Fact]
    public void Facts_that_are_no_object_are_left_out() =>
        Gateway.FlyteV2.Resources.ToWire(
            Samples.Snapshot(Key, JobPhase.Running) with { CustomInfo = JsonDocument.Parse("[1]").RootElement }, Samples.Start)
            .CustomInfo.ShouldBeNull();
}
