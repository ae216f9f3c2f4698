using Orleans.Concurrency;

namespace BackendPlugins.Contracts;

/// <summary>
/// One external job. The key is <see cref="Identity.JobKey.Value"/>. Calls interleave, so that none waits behind a slow service;
/// none of them calls a service.
/// </summary>
[Alias("bp.IJobGrain")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>
    /// How long <see cref="GetNewsAsync"/> may take: as long as a gateway waits, unless told otherwise, before it asks the store in
    /// the place of a silo that gives no answer.
    /// </summary>
    const string NewsLimit = "00:00:01";

    /// <summary>Stores the intent to run a task, then answers. Repeats of the same request find the job that is there.</summary>
    /// <param name="command">Who and what.</param>
    [Alias("create"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<CreateResult> CreateAsync(CreateJob command);

    /// <summary>Watches a job that another backend started, from now on.</summary>
    /// <param name="command">Which.</param>
    [Alias("adopt"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<CreateResult> AdoptAsync(AdoptJob command);

    /// <summary>Works with newer values of the secrets that came with the task.</summary>
    /// <param name="secrets">The values.</param>
    [Alias("renew"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task RenewSecretsAsync(SecretBundle secrets);

    /// <summary>The job as last known; null where there is none. Never writes, never waits for a service.</summary>
    [Alias("get"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    ValueTask<JobSnapshot?> GetAsync();

    /// <summary>As <see cref="GetAsync"/>, for somebody who keeps the last snapshot: only a newer one crosses the wire.</summary>
    /// <param name="revision"><see cref="JobSnapshot.Revision"/> of the kept snapshot; 0 for none.</param>
    [Alias("news"), AlwaysInterleave, ResponseTimeout(NewsLimit)]
    ValueTask<JobNews> GetNewsAsync(long revision);

    /// <summary>Stores the promise to cancel, then answers.</summary>
    /// <param name="reason">Who asks and why, for the job's history.</param>
    [Alias("delete"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<DeleteOutcome> DeleteAsync(string reason);

    /// <summary>The job in full, for operators and for its log; null where there is none.</summary>
    [Alias("describe"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    ValueTask<JobDetails?> DescribeAsync();

    /// <summary>Makes sure that an unfinished job is being worked on; called after a silo has gone.</summary>
    [Alias("resume"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    ValueTask ResumeAsync();
}
