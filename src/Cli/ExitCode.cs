namespace BackendPlugins.Cli;

/// <summary>What scripts learn from the process. The numbers are a promise and stand in <c>--help</c>.</summary>
internal enum ExitCode
{
    Ok = 0,
    BadInput = 1,
    JobFailed = 2,
    JobRetryableFailed = 3,
    JobAborted = 4,
    NotFound = 5,
    Unavailable = 6,
    OtherError = 7,
    LoadFailed = 8,

    /// <summary>128 and the number of SIGINT, as shells count.</summary>
    Interrupted = 130,
}
