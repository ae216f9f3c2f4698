using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Output;

/// <summary>The colour of a phase.</summary>
internal static class PhaseColors
{
    public static string Of(TaskPhase phase) => phase switch
    {
        TaskPhase.Succeeded => "green",
        TaskPhase.Running => "blue",
        TaskPhase.Failed or TaskPhase.RetryableFailed => "red",
        TaskPhase.Aborted => "yellow",
        _ => "grey",
    };
}
