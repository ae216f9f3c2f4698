namespace BackendPlugins;

/// <summary>Who has to act on an error; Flyte's ExecutionError kinds.</summary>
public enum ErrorOrigin
{
    /// <summary>The task's author.</summary>
    User,

    /// <summary>The service or this system.</summary>
    System,
}

/// <summary>Why a job failed.</summary>
/// <param name="Code">The service's reason word, for example <c>invalidQuery</c>, or one of ours. Never empty.</param>
/// <param name="Message">The service's own words and where to look. Carries no secret.</param>
/// <param name="Origin">Who has to act.</param>
/// <param name="Retryable">Whether another attempt may succeed.</param>
public sealed record JobError(string Code, string Message, ErrorOrigin Origin = ErrorOrigin.User, bool Retryable = false);
