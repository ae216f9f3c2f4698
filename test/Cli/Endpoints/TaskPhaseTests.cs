using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Tests.Endpoints;

public sealed class TaskPhaseTests
{
    [Fact]
    public void Phases_are_those_of_both_protocols()
    {
        var ours = Enum.GetValues<TaskPhase>().Select(phase => ((int)phase, phase.FlyteName()));
        ours.ShouldBe(NamesOf(Flyte.V1.Core.TaskExecution.Descriptor));
        ours.ShouldBe(NamesOf(Flyte.V2.Core.TaskExecution.Descriptor));
    }

    [Fact]
    public void Ends_have_exit_codes_and_nothing_else_has() =>
        Enum.GetValues<TaskPhase>().ShouldAllBe(phase => phase.IsEnd() == HasExitCode(phase));

    private static bool HasExitCode(TaskPhase phase)
    {
        try
        {
            phase.ExitCodeOf();
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static IEnumerable<(int, string)> NamesOf(Google.Protobuf.Reflection.MessageDescriptor execution) =>
        execution.EnumTypes.Single(type => type.Name == "Phase").Values.Select(value => (value.Number, value.Name));
}
