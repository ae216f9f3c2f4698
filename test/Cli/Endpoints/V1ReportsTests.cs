using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Flyte.V1.Admin;

namespace BackendPlugins.Cli.Tests.Endpoints;

#pragma warning disable CS0612 // The deprecated state is what this is about.

public sealed class V1ReportsTests
{
    // By name, since the wire's types are no constants of a theory that reads well.
    [Theory]
    [InlineData("RetryableFailure", "RETRYABLE_FAILED")]
    [InlineData("PermanentFailure", "FAILED")]
    [InlineData("Pending", "INITIALIZING")]
    [InlineData("Running", "RUNNING")]
    [InlineData("Succeeded", "SUCCEEDED")]
    public void An_undefined_phase_leaves_the_word_to_the_older_state(string state, string phase) =>
        V1Reports.Of(new Resource { State = Enum.Parse<State>(state) }).Phase.FlyteName().ShouldBe(phase);

    [Fact]
    public void A_phase_goes_before_the_older_state() =>
        V1Reports.Of(new Resource { State = State.RetryableFailure, Phase = Flyte.V1.Core.TaskExecution.Types.Phase.WaitingForResources })
            .Phase.ShouldBe(TaskPhase.WaitingForResources);
}
