using BackendPlugins.Contracts;
using BackendPlugins.Gateway.Answers;
using AdminState = BackendPlugins.Flyte.V1.Admin.State;
using PhaseV1 = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;
using PhaseV2 = BackendPlugins.Flyte.V2.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Gateway.Tests.Answers;

public sealed class PhaseTableTests
{
    [Fact]
    public void Every_phase_has_its_own_word_in_both_protocols_and_none_is_undefined()
    {
        var rows = Enum.GetValues<JobPhase>().Select(PhaseTable.Of).ToList();
        rows.Select(row => row.V1).Distinct().Count().ShouldBe(rows.Count);
        rows.Select(row => row.V2).Distinct().Count().ShouldBe(rows.Count);
        rows.ShouldAllBe(row => row.V1 != PhaseV1.Undefined && row.V2 != PhaseV2.Undefined);
        rows.ShouldAllBe(row => (int)row.V1 == (int)row.V2);
        rows.ShouldAllBe(row => (int)row.V1State == (int)row.Service);
    }

    [Theory]
    [InlineData(JobPhase.Initializing, PhaseV1.Initializing, AdminState.Pending, "INITIALIZING")]
    [InlineData(JobPhase.Running, PhaseV1.Running, AdminState.Running, "RUNNING")]
    [InlineData(JobPhase.Succeeded, PhaseV1.Succeeded, AdminState.Succeeded, "SUCCEEDED")]
    [InlineData(JobPhase.Aborted, PhaseV1.Aborted, AdminState.PermanentFailure, "ABORTED")]
    [InlineData(JobPhase.Failed, PhaseV1.Failed, AdminState.PermanentFailure, "FAILED")]
    [InlineData(JobPhase.RetryableFailed, PhaseV1.RetryableFailed, AdminState.RetryableFailure, "RETRYABLE_FAILED")]
    public void A_phase_is_told_as_flyte_reads_it(JobPhase phase, PhaseV1 wire, AdminState state, string name)
    {
        var row = PhaseTable.Of(phase);
        (row.V1, row.V1State, row.Name).ShouldBe((wire, state, name));
        PhaseTable.Find(name.ToLowerInvariant()).ShouldBe(phase);
    }

    [Fact]
    public void A_failure_is_a_failure_in_the_rfc_and_nothing_else_is()
    {
        foreach (var phase in PhaseTable.All)
        {
            PhaseTable.Of(phase).RestState.ShouldBe(phase == JobPhase.Succeeded ? "succeed" : phase.IsEnd() ? "failed" : "running");
        }
    }

    [Fact]
    public void Every_stage_has_a_word() =>
        Enum.GetValues<JobStage>().Select(PhaseTable.NameOf).ShouldBe(["ACCEPTED", "SUBMITTING", "TRACKED", "ENDED"]);
}
