namespace BackendPlugins.Contracts.Catalog;

/// <summary>The job store did not confirm a read or write; whether a write took effect is unknown.</summary>
[GenerateSerializer, Alias("bp.JobStoreUnavailableException")]
public sealed class JobStoreUnavailableException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="inner">The cause, or null.</param>
    public JobStoreUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
