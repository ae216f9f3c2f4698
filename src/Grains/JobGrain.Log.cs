using BackendPlugins.Contracts;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains;

internal sealed partial class JobGrain
{
    [LoggerMessage(1001, LogLevel.Debug, "Job {JobId} accepted as {ExternalId} in phase {Phase}")]
    private partial void LogAccepted(string jobId, string? externalId, JobPhase phase);

    [LoggerMessage(1002, LogLevel.Debug, "Job {JobId} is {Stage} and {Phase}: {Reason}")]
    private partial void LogEdge(string jobId, JobStage stage, JobPhase phase, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "Job {JobId} is being submitted as {ExternalId}")]
    private partial void LogSubmitting(string jobId, string? externalId);

    [LoggerMessage(1004, LogLevel.Warning, "Job {JobId} has no news from its service: {Detail}")]
    private partial void LogTrouble(string jobId, string detail, Exception? exception);

    [LoggerMessage(1005, LogLevel.Warning, "Job {JobId} could not be written to or read from the job store: {Reason}")]
    private partial void LogStoreFailed(string jobId, string reason, Exception? exception);

    [LoggerMessage(1006, LogLevel.Warning, "The job store holds a newer version of job {JobId} than this activation")]
    private partial void LogOutdated(string jobId, Exception exception);

    [LoggerMessage(1009, LogLevel.Information, "Job {JobId} works with newer secrets")]
    private partial void LogSecretsRenewed(string jobId);

    [LoggerMessage(1010, LogLevel.Warning, "Job {JobId}: its stored secrets cannot be decrypted; the key they were encrypted with is gone")]
    private partial void LogSecretsLost(string jobId);

    [LoggerMessage(1008, LogLevel.Error, "Job {JobId}: a step failed; it will be tried again")]
    private partial void LogStepFailed(string jobId, Exception exception);
}
