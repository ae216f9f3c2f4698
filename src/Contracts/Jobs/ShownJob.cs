namespace BackendPlugins.Contracts;

/// <summary>
/// A snapshot together with the answers that were made of it. Thousands of questions meet the same snapshot: each protocol
/// writes its answer once.
/// </summary>
/// <param name="snapshot">The snapshot.</param>
public sealed class ShownJob(JobSnapshot snapshot)
{
    /// <summary>The snapshot.</summary>
    public JobSnapshot Snapshot => snapshot;

    /// <summary>What answers a v1 question; null until the first. Two askers may both make it: they make the same.</summary>
    public Task<byte[]>? AnswerV1 { get; set; }

    /// <summary>What answers a v2 question; null until the first.</summary>
    public Task<byte[]>? AnswerV2 { get; set; }
}
