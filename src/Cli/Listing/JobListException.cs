namespace BackendPlugins.Cli.Listing;

/// <summary>The HTTP endpoint did not answer with a list.</summary>
internal sealed class JobListException(ExitCode exitCode, string code, string message) : Exception(message)
{
    public ExitCode ExitCode { get; } = exitCode;

    /// <summary>The name of the failure, as gRPC would call it.</summary>
    public string Code { get; } = code;
}
