namespace BackendPlugins.Contracts;

/// <summary>What became of a delete.</summary>
[GenerateSerializer, Alias("bp.DeleteOutcome")]
public enum DeleteOutcome
{
    /// <summary>The cancel intent is stored.</summary>
    Promised = 0,

    /// <summary>The job has already ended; nothing to do.</summary>
    AlreadyEnded = 1,

    /// <summary>No such job; nothing to do.</summary>
    Unknown = 2,

    /// <summary>The job store did not confirm the write; the caller may try again.</summary>
    StoreUnavailable = 3,
}
