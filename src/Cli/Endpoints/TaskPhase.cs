using System.Text.Json;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>Flyte's phases with the numbers that both protocols give them.</summary>
internal enum TaskPhase
{
    Undefined = 0,
    Queued = 1,
    Running = 2,
    Succeeded = 3,
    Aborted = 4,
    Failed = 5,
    Initializing = 6,
    WaitingForResources = 7,
    RetryableFailed = 8,
}

/// <summary>Questions about <see cref="TaskPhase"/>.</summary>
internal static class TaskPhases
{
    /// <summary>Flyte's name, for example <c>RETRYABLE_FAILED</c>.</summary>
    public static string FlyteName(this TaskPhase phase) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(phase.ToString());

    public static bool IsEnd(this TaskPhase phase) =>
        phase is TaskPhase.Succeeded or TaskPhase.Aborted or TaskPhase.Failed or TaskPhase.RetryableFailed;

    /// <summary>The exit code of a command that waited for this end.</summary>
    public static ExitCode ExitCodeOf(this TaskPhase phase) => phase switch
    {
        TaskPhase.Succeeded => ExitCode.Ok,
        TaskPhase.Failed => ExitCode.JobFailed,
        TaskPhase.RetryableFailed => ExitCode.JobRetryableFailed,
        TaskPhase.Aborted => ExitCode.JobAborted,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "This phase is no end."),
    };
}
