using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Storage;

/// <summary>What callers and the log are told when writes fail.</summary>
internal sealed partial class WriteFaults(string database, ILogger<JobWriter> log)
{
    public JobStoreUnavailableException NotWritten(Exception cause) =>
        new($"The {database} does not take writes ({cause.Message}); nothing was written.", cause);

    public JobStoreUnavailableException Unknown(Exception cause) =>
        new($"The {database} did not confirm a commit ({cause.Message}); whether it was written is unknown.", cause);

    /// <summary>What the callers of a failed group are told.</summary>
    public JobStoreUnavailableException Of(Exception failure) =>
        failure is UnknownOutcomeException ? Unknown(failure) : NotWritten(failure);

    /// <summary>Logs the begin of an outage.</summary>
    public void OutageBegan(Exception failure) => LogUnavailable(failure, database);

    public void OutageEnded() => LogRecovered(database);

    public void GroupFailed(Exception failure, int writes) => LogGroupFailed(failure, database, writes);

    public void CloseFailed(Exception failure) => LogCloseFailed(failure, database);

    [LoggerMessage(4001, LogLevel.Error, "The {Database} does not take writes; writes fail until it does")]
    private partial void LogUnavailable(Exception failure, string database);

    [LoggerMessage(4002, LogLevel.Information, "The {Database} takes writes again")]
    private partial void LogRecovered(string database);

    [LoggerMessage(4004, LogLevel.Warning, "A failed connection to the {Database} could not be closed")]
    private partial void LogCloseFailed(Exception failure, string database);

    [LoggerMessage(4005, LogLevel.Warning, "A connection to the {Database} failed, and with it {Writes} writes; the next ones go over a new one")]
    private partial void LogGroupFailed(Exception failure, string database, int writes);
}
