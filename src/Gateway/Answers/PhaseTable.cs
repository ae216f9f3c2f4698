using BackendPlugins.Contracts;
using AdminState = BackendPlugins.Flyte.V1.Admin.State;
using PhaseV1 = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;
using PhaseV2 = BackendPlugins.Flyte.V2.Core.TaskExecution.Types.Phase;
using ServiceState = BackendPlugins.Flyte.V1.Service.State;

namespace BackendPlugins.Gateway.Answers;

/// <summary>A phase in the words of each protocol.</summary>
/// <param name="Name">Flyte's name, also ours in REST.</param>
/// <param name="V1">Flyte v1.</param>
/// <param name="V1State">v1's deprecated state; its zero value would burn a retry, so it is always set.</param>
/// <param name="V2">Flyte v2.</param>
/// <param name="Service">The RFC's gRPC protocol.</param>
/// <param name="RestState">The RFC's REST form.</param>
internal sealed record WirePhase(string Name, PhaseV1 V1, AdminState V1State, PhaseV2 V2, ServiceState Service, string RestState);

/// <summary>
/// Phases on the wire. RUNNING is said only once the job's links are known, since Flyte records them once; an aborted job is a
/// permanent failure where the protocol has no word for it.
/// </summary>
internal static class PhaseTable
{
    private static readonly WirePhase Initializing = new(
        "INITIALIZING", PhaseV1.Initializing, AdminState.Pending, PhaseV2.Initializing, ServiceState.Pending, "running");

    private static readonly WirePhase Running = new(
        "RUNNING", PhaseV1.Running, AdminState.Running, PhaseV2.Running, ServiceState.Running, "running");

    private static readonly WirePhase Succeeded = new(
        "SUCCEEDED", PhaseV1.Succeeded, AdminState.Succeeded, PhaseV2.Succeeded, ServiceState.Succeeded, "succeed");

    private static readonly WirePhase Aborted = new(
        "ABORTED", PhaseV1.Aborted, AdminState.PermanentFailure, PhaseV2.Aborted, ServiceState.PermanentFailure, "failed");

    private static readonly WirePhase Failed = new(
        "FAILED", PhaseV1.Failed, AdminState.PermanentFailure, PhaseV2.Failed, ServiceState.PermanentFailure, "failed");

    private static readonly WirePhase RetryableFailed = new(
        "RETRYABLE_FAILED", PhaseV1.RetryableFailed, AdminState.RetryableFailure, PhaseV2.RetryableFailed, ServiceState.RetryableFailure, "failed");

    /// <summary>All phases.</summary>
    public static IReadOnlyList<JobPhase> All { get; } = Enum.GetValues<JobPhase>();

    /// <summary>The words of a phase.</summary>
    public static WirePhase Of(JobPhase phase) => phase switch
    {
        JobPhase.Initializing => Initializing,
        JobPhase.Running => Running,
        JobPhase.Succeeded => Succeeded,
        JobPhase.Aborted => Aborted,
        JobPhase.Failed => Failed,
        JobPhase.RetryableFailed => RetryableFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "A phase that this gateway does not know."),
    };

    /// <summary>A stage in the words of logs and REST.</summary>
    public static string NameOf(JobStage stage) => stage switch
    {
        JobStage.Accepted => "ACCEPTED",
        JobStage.Submitting => "SUBMITTING",
        JobStage.Tracked => "TRACKED",
        JobStage.Ended => "ENDED",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "A stage that this gateway does not know."),
    };

    /// <summary>The phase of a name, in any case; null where there is none.</summary>
    public static JobPhase? Find(string name)
    {
        foreach (var phase in All)
        {
            if (string.Equals(Of(phase).Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return phase;
            }
        }

        return null;
    }
}
