using Orleans.Concurrency;

namespace BackendPlugins.Contracts.Operations;

/// <summary>What operators may ask of a job's grain and Flyte never does. The key is the job's. None of it waits for a service.</summary>
[Alias("bp.IJobOperations")]
public interface IJobOperations : IGrainWithStringKey
{
    /// <summary>The job with what was asked and what its service last said, redacted; null where there is none.</summary>
    [Alias("inspect"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<JobInspection?> InspectAsync();

    /// <summary>
    /// The same under the name and form by which the Orleans dashboard finds a grain's state. A key that nobody has created is
    /// answered without storing anything.
    /// </summary>
    [Alias("state"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<JobInspection?> GetState();

    /// <summary>Asks the service for the job at once instead of when it is due.</summary>
    /// <param name="by">Who asks, for the audit.</param>
    [Alias("poll"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<OperationResult> PollNowAsync(string by);

    /// <summary>Promises to cancel the job.</summary>
    /// <param name="by">Who asks, for the audit.</param>
    /// <param name="reason">Why; may be empty.</param>
    [Alias("cancel"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<OperationResult> CancelAsync(string by, string reason);

    /// <summary>
    /// From now on watches another job of the service in this one's place: the one that a person found there, where its id was
    /// lost or changed.
    /// </summary>
    /// <param name="by">Who asks, for the audit.</param>
    /// <param name="externalId">The service's id of that job.</param>
    [Alias("take"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<OperationResult> TakeExternalAsync(string by, string externalId);
}

/// <summary>What became of an operator's request.</summary>
/// <param name="Done">Whether it took effect.</param>
/// <param name="Detail">What happened or why nothing did, for people.</param>
[GenerateSerializer, Alias("bp.OperationResult"), Immutable]
public sealed record OperationResult([property: Id(0)] bool Done, [property: Id(1)] string Detail);
