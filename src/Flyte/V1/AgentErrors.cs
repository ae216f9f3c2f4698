namespace BackendPlugins.Flyte.V1;

/// <summary>Errors of jobs on the wire. Only v1 has a place for them.</summary>
public static class AgentErrors
{
    /// <summary>Writes an error. Its words travel as the resource's message.</summary>
    /// <param name="error">The error.</param>
    public static Admin.AgentError ToWire(JobError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new Admin.AgentError
        {
            Code = error.Code,
            Kind = error.Retryable ? Admin.AgentError.Types.Kind.Recoverable : Admin.AgentError.Types.Kind.NonRecoverable,
            Origin = error.Origin switch
            {
                ErrorOrigin.User => Core.ExecutionError.Types.ErrorKind.User,
                ErrorOrigin.System => Core.ExecutionError.Types.ErrorKind.System,
                _ => Core.ExecutionError.Types.ErrorKind.Unknown,
            },
        };
    }
}
