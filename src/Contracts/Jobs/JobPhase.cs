namespace BackendPlugins.Contracts;

/// <summary>What Flyte is told of a job. Stored by name.</summary>
[GenerateSerializer, Alias("bp.JobPhase")]
public enum JobPhase
{
    /// <summary>Accepted, being submitted, or waiting at the service: not yet confirmed running with its links known.</summary>
    Initializing = 0,

    /// <summary>Confirmed running.</summary>
    Running = 1,

    /// <summary>Ended well.</summary>
    Succeeded = 2,

    /// <summary>Ended because it was deleted or superseded.</summary>
    Aborted = 3,

    /// <summary>Ended by an error that another attempt would meet again.</summary>
    Failed = 4,

    /// <summary>Ended by an error that another attempt may not meet.</summary>
    RetryableFailed = 5,
}

/// <summary>Questions about <see cref="JobPhase"/>.</summary>
public static class JobPhases
{
    /// <summary>Whether nothing follows this phase.</summary>
    /// <param name="phase">The phase.</param>
    public static bool IsEnd(this JobPhase phase) => phase >= JobPhase.Succeeded;
}
