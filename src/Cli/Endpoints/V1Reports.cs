using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>Reads what a v1 agent says of a job.</summary>
internal static class V1Reports
{
    public static TaskReport Of(Resource wire) => new(
        PhaseOf(wire),
        wire.Message,
        [.. wire.LogLinks.Select(link => new LogLink(link.Name, link.Uri))],
        wire.CustomInfo is null ? null : Structs.ToJson(wire.CustomInfo, "custom_info"),
        Outputs.FromWire(wire.Outputs),
        wire.AgentError is { } error
            ? new TaskError(error.Code, error.Kind is AgentError.Types.Kind.Recoverable, WireNames.Of(error.Origin))
            : null);

    /// <summary>The phase alone.</summary>
    // As propeller does: an undefined phase leaves the word to the older state, whose zero value is a failure.
#pragma warning disable CS0612
    public static TaskPhase PhaseOf(Resource wire) => (TaskPhase)wire.Phase is not TaskPhase.Undefined and var phase
        ? phase
        : wire.State switch
        {
            State.RetryableFailure => TaskPhase.RetryableFailed,
            State.PermanentFailure => TaskPhase.Failed,
            State.Pending => TaskPhase.Initializing,
            State.Running => TaskPhase.Running,
            State.Succeeded => TaskPhase.Succeeded,
            _ => TaskPhase.Undefined,
        };
#pragma warning restore CS0612
}
