using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Cluster.Runner.Clients;

/// <summary>A call.</summary>
internal enum CallKind
{
    Create,
    Get,
    Delete,
}

/// <summary>What a client was answered.</summary>
internal sealed record Answer
{
    /// <summary><see cref="Scenarios.AttemptScript.Name"/> of the job that it asked about.</summary>
    public required string Job { get; init; }

    public required CallKind Call { get; init; }

    /// <summary>Which gateway was asked.</summary>
    public required string Gateway { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }

    public required StatusCode Status { get; init; }

    /// <summary>Whether the status is the client's own word for a connection that broke or could not be made.</summary>
    public bool Broken { get; init; }

    /// <summary>The message of a job, or of an error.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The phase that a get answered; null for other calls and for errors.</summary>
    public Phase? Phase { get; init; }

    /// <summary>The code of a job's error; empty for none.</summary>
    public string ErrorCode { get; init; } = "";

    /// <summary>The resource meta that a create answered; empty otherwise.</summary>
    public string Meta { get; init; } = "";

    public bool IsOk => Status == StatusCode.OK;

    /// <summary>Whether the job was said to be over.</summary>
    public bool IsEnd => Phase is Flyte.V1.Core.TaskExecution.Types.Phase.Succeeded
        or Flyte.V1.Core.TaskExecution.Types.Phase.Failed
        or Flyte.V1.Core.TaskExecution.Types.Phase.RetryableFailed
        or Flyte.V1.Core.TaskExecution.Types.Phase.Aborted;

    public override string ToString() =>
        $"{Call} at {Gateway}: {(IsOk ? Phase?.ToString() ?? "OK" : Status.ToString())}{(Broken ? " (connection)" : "")}"
        + $"{(ErrorCode.Length > 0 ? $" [{ErrorCode}]" : "")}{(Detail.Length > 0 ? $" {Detail}" : "")}";
}
