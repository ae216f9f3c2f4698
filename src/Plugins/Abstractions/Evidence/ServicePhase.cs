namespace BackendPlugins;

/// <summary>What the service's own answer says of a job.</summary>
public enum ServicePhase
{
    /// <summary>Known to the service and waiting there.</summary>
    Pending,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended by an error that another attempt would meet again.</summary>
    Failed,

    /// <summary>Ended by an error of the service that another attempt may not meet.</summary>
    RetryableFailed,

    /// <summary>Ended because somebody cancelled it.</summary>
    Cancelled,
}

/// <summary>Questions about <see cref="ServicePhase"/>.</summary>
public static class ServicePhases
{
    /// <summary>Whether the job is over at the service.</summary>
    /// <param name="phase">The phase.</param>
    public static bool IsEnd(this ServicePhase phase) => phase is not (ServicePhase.Pending or ServicePhase.Running);
}
